"""Maps: what one shows (planche), the sheet it is drawn on (fond, traces), on screen (carte, carte.js), as a drawing
offline (dessin_svg, dessin_legende, hachures, noms), their addresses (contours); estimated changes (carte_effet),
sites of care (carte_sites), the choice of a département (carte_france).
"""
