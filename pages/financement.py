"""Door to « Financement », second screen of the plans; a vote on its actions is declared by the room of the votes."""

from components.plans.partage import view_partage
from components.priorites import gestes

view_partage.render(gestes.mettre_au_vote)
