"""Door to the room « methode »."""

from components.methode import view

view.render()
