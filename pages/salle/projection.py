"""Door to the screen of the room; each room composes its own views."""

from components.carences.carte import affiches as diagnostic
from components.carences.territoires import affiches as territoires
from components.plans.carte import affiches as plans
from components.priorites import affiches as priorites
from components.seances import affiches as seances
from components.ui import projection

VUES = {"point": seances.point, "texte": seances.texte, "rien": seances.rien, "carte": diagnostic.carte}
VUES |= {"fiche": territoires.fiche, "plan": plans.plan, "scrutin": priorites.scrutin, "resultat": priorites.resultat}
projection.render(VUES)
