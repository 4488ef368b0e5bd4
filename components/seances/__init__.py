"""Séances: agenda, members by college, presence, quorum, withdrawals, slips."""
