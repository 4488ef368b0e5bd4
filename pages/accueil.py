"""Door to the room « accueil »; the list of territories comes from the carence room."""

from components.accueil import view
from components.carences import view_territoires

view.render(view_territoires.accueil)
