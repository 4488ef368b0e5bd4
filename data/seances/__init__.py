"""The table: seances (the one door), membres, presences, points, interets; projection (what the room
looks at); etat is what every gesture starts from."""
