"""Fields that several rooms ask alike: preteur (where lent days are taken)."""
