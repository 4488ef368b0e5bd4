"""« Plans »: door to the room « plans »."""

from components.plans import view

view.render()
