"""Door to the room « priorites »."""

from components.priorites import view

view.render()
