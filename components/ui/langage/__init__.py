"""The visual language, written once: echelle (type and spacing, on a desk and in a room), teintes (ink, accent,
meanings, mentions, light and dark). Screens, drawings and the page « Langage visuel » read the same constants."""
