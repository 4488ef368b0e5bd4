"""The shell, the doors and the widgets."""
