"""Pure rules that several rooms share: no data, no storage, no web framework."""
