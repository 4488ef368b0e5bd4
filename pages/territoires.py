"""Door to « Territoires », third screen of the carence room; the projections beside come from the workforce room."""

from components.carences.territoires import view_territoires
from components.effectifs.projection import view_a_cote

view_territoires.render(view_a_cote.afficher)
