"""Door to the room « reponses »."""

from components.reponses import view

view.render()
