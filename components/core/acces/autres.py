"""Access to professions other than general practitioners: full times for 100,000 weighted residents, through the same
kernel on their own population. No floor, cap nor age limit: none is published for them."""

from components.core.acces.moves import Bornes, Hypotheses, Plage

POUR = 100_000.0  # residents that a published access of these professions is for
SANS_BORNE = Bornes(0.0, 1e12)
UN = Plage(1.0, 1.0, 1.0)
EN_TEMPS_PLEINS = Hypotheses(Plage(POUR, POUR, POUR), UN, UN)
POIDS = (
    "Temps de trajet et poids : ceux du zonage des médecins ; ceux que la DREES prend pour cette profession sont à "
    "vérifier."
)
