"""The shared constat: from figures to a decision with its frozen evidence.

lectures_calculs and lectures_minutes (indicators worked out here) < lectures_signaux (the five families, proposals) <
lectures_preuve (the evidence as plain data) < lectures (what is still missing) < gestes (asked, adopted, lifted)."""
