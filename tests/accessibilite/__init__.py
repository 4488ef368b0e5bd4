"""The statement of accessibility: each criterion of the RGAA, the tests that hold it, and what they said last time."""
