"""Accounts: who may prepare and lead, and the links that open an account."""
