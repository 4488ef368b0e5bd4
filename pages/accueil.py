"""Door to the room « accueil »; other rooms lend it the list of territories, what plans wait for and the choice of the
département."""

from components.accueil import view
from components.carences.territoires import view_liste
from components.donnees import view_departement
from components.plans.territoire import view_accueil

view.render(view_liste.accueil, view_departement.choisir, view_accueil.rappels)
