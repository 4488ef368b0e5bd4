"""Door to the room « seances »; the companion lends it the screen of what the room sent."""

from components.compagnon import view_salle
from components.seances import view

view.render(view_salle.render)
