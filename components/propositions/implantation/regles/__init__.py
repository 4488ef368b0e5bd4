"""question (what places are worth) < demande (what is asked, the moves it makes) · glouton (at once) · modele (what
HiGHS proves) · phrases."""
