"""Proposals that the table keeps: propositions (what was asked and answered, frozen, and what was made of it)."""
