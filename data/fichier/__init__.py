"""The file itself: made (creation, embarque, saone_et_loire), exported whole (export), its progress (avancement)."""
