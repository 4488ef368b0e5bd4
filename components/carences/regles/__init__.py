"""Pure rules of carence: no data, no storage, no web.

signaux (five families, the proposal) · hypotheses then robustesse (does it hold?) · carte, evolution and contributions
(what the map says, then and why) · eloignement (minutes to a site) · territoire (what a territory is made of)."""
