"""Door to the room « effectifs »."""

from components.effectifs import view

view.render()
