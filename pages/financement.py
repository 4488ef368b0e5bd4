"""Door to « Financement », second screen of the plans."""

from components.plans import view_partage

view_partage.render()
