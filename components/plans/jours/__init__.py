"""Lent days, month by month: view_jours (the ledger of an action) > lectures."""
