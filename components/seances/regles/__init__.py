"""Pure rules of a séance: the quorum and a list of members (assemblee), one person written twice (rapprochement)."""
