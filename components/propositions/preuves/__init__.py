"""What takes long to prove, in a process apart: solveur (HiGHS, loaded in one way), suivi (starts it, follows it, stops
it) < view_preuve (the bar, the button that stops)."""
