"""From a retained scenario to the plan: view (what it would create) > gestes > lectures (each line read)."""
