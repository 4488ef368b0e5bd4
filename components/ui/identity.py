"""Who is in front of the screen. Open to all until sign-in arrives; every gesture already carries its author."""

from data.acteurs import OUVERT, Acteur


def acteur() -> Acteur:
    """The actor of this session."""
    return OUVERT
