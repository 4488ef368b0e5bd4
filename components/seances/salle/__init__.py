"""Who sits at the table, and what the room sent: `view_composition` (screen), `lectures_envois` (in words)."""
