"""The constat and what leads to it: constats, contestations, contributions, cards of territories, stacks of moves."""
