"""Tests of the tables of the constat."""
