"""Pure rules: pret (who may lend what to whom), optimum (the best of it), generations (who gives time)."""
