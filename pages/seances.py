"""Door to the room « seances »."""

from components.seances import view

view.render()
