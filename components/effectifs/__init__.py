"""Effectifs: the workforce of each territory, its projections as whole people, levers and scenarios.

model_hasard (numbered chance) · model_effectif (rows of the table, default estimate, what may be shown) ·
model_departs (exact distributions) · model_projection (the chain of factors) · model_leviers (catalogue effects,
composed) · model_besoin (need) · model_cohorte (national validation) · model_scenario (inputs, hash, result) ·
model_analyse (attribution, tornado, goal-seek) · model_phrases (sentences) · commands · figures · view*.
"""
