"""A whole séance, rehearsed in the browser with its gestures counted."""
