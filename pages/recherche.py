"""Door to the search of the room « accueil »."""

from components.accueil import view_recherche

view_recherche.render()
