"""What every room uses on screen: the shell and menu, the one door to session state, widgets, exports, style."""
