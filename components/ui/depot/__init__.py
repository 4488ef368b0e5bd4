"""Official files dropped on a screen: manque (what unlocks a page) > zone (several files at once) > fiche (what one of
them does not say)."""
