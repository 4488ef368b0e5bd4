"""Door to the room « comptes »."""

from components.comptes import view

view.render()
