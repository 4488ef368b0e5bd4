"""Maps: with pydeck (carte, carte_effet, carte_sites), hatched (hachures), or as a picture offline (dessin_carte)."""
