"""« Validation »: the national cohort against its anchors (lectures), the back-test (lectures_retro)."""
