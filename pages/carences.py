"""Door to the room « carences »."""

from components.carences.carte import view

view.render()
