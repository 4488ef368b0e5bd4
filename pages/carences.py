"""Door to the room « carences »."""

from components.carences import view

view.render()
