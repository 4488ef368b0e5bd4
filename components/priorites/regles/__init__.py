"""The vote, as pure rules.

vote (what a rule, a group, a result are) · jugement, points, parts (three ways to count) · comptage (one signature for
all) · scrutin (declaration, opening, published groups) · decompte (tallies enough to recount) · recomptage (of sealed
ballots)."""
