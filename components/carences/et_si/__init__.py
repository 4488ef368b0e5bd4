"""« Et si ? »: moves of doctors (view_et_si) and their effect on screen (view_effet)."""
