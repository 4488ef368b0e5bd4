"""Door to « Chaîne », third screen of the plans."""

from components.plans import view_chaine

view_chaine.render()
