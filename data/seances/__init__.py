"""The table: seances (the one door), membres, presences, points, interets; projection (what the room
looks at), notes (what is said of each point); etat is what every gesture starts from."""
