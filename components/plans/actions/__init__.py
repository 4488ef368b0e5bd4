"""One action: what screens read (lectures, lectures_promesse) and write (gestes), its forms and its review."""
