"""What the benches share: measures, readings, sessions, screens that redraw, a flood."""
