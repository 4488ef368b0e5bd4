"""Door to the room « donnees »."""

from components.donnees import view

view.render()
