"""Effectifs: the workforce of each territory, its projections as whole people, levers and scenarios.

moteur (the engine, pure) < regles (what is said and asked of a run, pure) < lectures_sources < lectures | gestes |
figures < view_choix < equipe | scenarios | validation < carte < projection < view (the page)."""
