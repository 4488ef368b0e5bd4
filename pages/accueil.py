"""Door to the room « accueil »; the list of territories comes from the carence room."""

from components.accueil import view
from components.carences.territoires import view_liste

view.render(view_liste.accueil)
