"""Door to « Financement », second screen of the plans; a vote on its actions is declared by the room of the votes."""

from components.plans import view_partage
from components.priorites import commands_actions

view_partage.render(commands_actions.mettre_au_vote)
