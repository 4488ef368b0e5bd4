"""Door to the room « accueil »."""

from components.accueil import view

view.render()
