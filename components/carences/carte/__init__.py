"""« Diagnostic »: the map of access, its evolution, its proposals, and why a figure is what it is. Start with view."""
