"""Pure rules of the answers: marks of the texts on structures, who covers what, a list of structures as a table."""
