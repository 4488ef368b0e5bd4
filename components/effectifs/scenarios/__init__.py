"""Scenarios: dated levers and moves, their cost, frozen runs, two to four side by side."""
