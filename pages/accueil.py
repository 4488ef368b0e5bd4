"""Door to the room « accueil »; other rooms lend it the list of territories and the choice of the département."""

from components.accueil import view
from components.carences.territoires import view_liste
from components.donnees import view_departement

view.render(view_liste.accueil, view_departement.choisir)
