"""The vote, as pure rules.

vote (what a rule, a group, a result are) · jugement, points, parts (three ways to count) · comptage (one signature for
all) · fragilite (ballots that would swap two options) · scrutin (declaration, opening, published groups) · poids (of a
group and of one ballot) · decompte (tallies enough to recount) · recomptage (of sealed ballots) · comparaison (what
other rules would fund)."""
