"""Door to « Territoires », third screen of the carence room; the projections beside come from the workforce room."""

from components.carences import view_territoires
from components.effectifs import view_a_cote

view_territoires.render(view_a_cote.afficher)
