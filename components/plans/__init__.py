"""Plans: actions, money, follow-up, and the whole chain."""
