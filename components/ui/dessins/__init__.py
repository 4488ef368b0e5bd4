"""What several rooms draw, without a browser: votes (a vote, on screen, in the room and in the minutes); cartes (a map
for the room); affiche (a view of the room) and feuille (the same as HTML)."""
