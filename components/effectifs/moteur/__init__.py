"""The engine of the projections: pure, seeded, exact where it can be.

hasard (numbered chance) · departs (exact laws) · effectif (rows of the table, default estimate) · arrivees,
leviers, besoin, cohorte (what a year brings) · cadre (groups, years, laws and arrivals of a profession) ·
projection (the chain of factors) · registre (whole people) ·
jeux (assumption sets) · monde (everything a run needs) · scenario (inputs, hash, result) · versions (methods of
before) · passe (what the past teaches)."""
