"""Pure rules of the plans.

actions (statuses, what a meeting must see) · libelles (names that tell apart) · enveloppe, partage then perequation
(readings that share an envelope) · chaine (the graph of a table) · tableur (columns of the spreadsheet)."""
