"""The matrix of attacks: what was tried, what is promised, the tests that hold it, and what they said last time."""
