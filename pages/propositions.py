"""Door to « Propositions »: where to open, what would close the gap, who lends days to whom."""

from components.propositions import view

view.render()
