"""The map at a horizon: access through the kernel (lectures), a territory against the threshold (lectures_repere)."""
