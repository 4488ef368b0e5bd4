"""What the past teaches: arrivals of each département (resserrement), and the back-test of the laws (retro)."""
