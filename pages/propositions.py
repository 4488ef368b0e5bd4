"""Door to « Propositions »: where to open, what closes the gap, who lends days to whom; plans lend their pen."""

from components.plans.scenario import gestes_propositions
from components.propositions import view
from components.propositions.envoi.pret import PlansPretes

view.render(PlansPretes(gestes_propositions.obstacle, gestes_propositions.inscrire))
