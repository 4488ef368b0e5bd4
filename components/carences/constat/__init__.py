"""The shared constat: from figures to a decision with its frozen evidence.

lectures_calculs and lectures_minutes (indicators worked out here) < lectures_signaux (the five families, proposals) <
dossier (what is gathered, what is still missing; pure) < preuve (the evidence as plain data; pure) < lectures (the one
reading that gathers) < gestes (asked, adopted, lifted)."""
