"""The table: seances (the one door), membres, presences, points, interets; etat is what every gesture starts from."""
