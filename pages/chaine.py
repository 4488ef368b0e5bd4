"""Door to « Chaîne », third screen of the plans."""

from components.plans.chaine import view_chaine

view_chaine.render()
