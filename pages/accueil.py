"""Door to the room « accueil »; other rooms lend it the list of territories, what plans wait for, the choice of the
département and the demonstration."""

from components.accueil import view
from components.carences.territoires import view_liste
from components.donnees import view_departement
from components.plans.territoire import view_accueil

view_departement.retour()
view_departement.ouverte()
view.render(view_liste.accueil, view_departement.choisir, view_accueil.rappels, view_departement.demonstration)
