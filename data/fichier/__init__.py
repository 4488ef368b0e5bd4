"""The file itself: made (creation, embarque), exported whole (export), how far the table has come (avancement)."""
