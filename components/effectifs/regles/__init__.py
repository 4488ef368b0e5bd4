"""What is said and asked of a projection, pure.

phrases (sentences about people) · analyse (goal-seek, attribution, tornado) · horizon (access against the threshold) ·
saisie (what a form or a file may enter)."""
