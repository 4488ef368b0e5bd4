"""The recipes of `deploiement/`, run for real by `make deploiement`; what is quick is in the daily suite (`test_*`)."""
