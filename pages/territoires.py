"""Door to « Territoires », third screen of the carence room."""

from components.carences import view_territoires

view_territoires.render()
