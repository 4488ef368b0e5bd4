"""Actions on nurses, physiotherapists, midwives, dentists: lectures (their promise, in their own access and unit)."""
