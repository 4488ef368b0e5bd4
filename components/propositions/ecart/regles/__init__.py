"""melange (what is asked, what a mix is worth) < choix (at once) · modele (what HiGHS proves) · phrases."""
