"""Answers to what the table found: the state of each constat in force (suites), operators under mandate (mandats)."""
