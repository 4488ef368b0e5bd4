"""Plans: actions, money, follow-up, and the whole chain.

regles (pure) < actions (one action: read, written, its promise, its follow-up) < territoire (the plan of a territory:
documents, spreadsheet) | partage (envelopes) | chaine (from figure to re-measurement) < view (the page)."""
