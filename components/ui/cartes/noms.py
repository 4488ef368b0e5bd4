"""Names on a map, placed so that none covers another, what is written on it, or its edge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

POINT = 0.3  # radius of a point, as a share of how far its name stands
Boite = tuple[float, float, float, float]  # left, top, right, bottom

ETROITES, LARGES, CAPITALES = "ijlftrI'’.,-()! :|", "mwMWŒœ@%", "ABCDEFGHKLNOPQRSTUVXYZÉÈÀÂÊÎÔÇ"


@dataclass(frozen=True)
class Nom:
    """A name to write beside its place, or on it (`centre`), in letters of a size; `ecart`: how far beside."""

    texte: str
    x: float
    y: float
    taille: float
    ecart: float = 0.0
    centre: bool = False


@dataclass(frozen=True)
class Pose:
    """A name in its place: where its text starts, middles or ends (`ancre`), and its baseline."""

    nom: Nom
    x: float
    y: float
    ancre: str


def placer(noms: Iterable[Nom], cadre: Boite, pris: Sequence[Boite] = (), au_plus: int = 1_000) -> list[Pose]:
    """The names that find room, in their order: to the right of their place, the left, above, below; none covers the
    point of another, and where there is a choice, nor that of a name to come."""
    wanted = list(noms)
    taken, written = list(pris), list[Boite]()
    coming = [point(name) for name in wanted[:au_plus]]
    placed: list[Pose] = []
    for name in wanted:
        if len(placed) >= au_plus:
            break
        if any(_touche(point(name), box) for box in written):
            continue
        free = [pose for pose in _essais(name) if _libre(boite(pose), cadre, taken)]
        if not free:
            continue
        pose = next((one for one in free if not any(_touche(boite(one), spot) for spot in coming)), free[0])
        placed.append(pose)
        written.append(boite(pose))
        taken += [boite(pose), point(name)]
    return placed


def point(nom: Nom) -> Boite:
    """The room of the point that a name stands beside; nothing for a name written on its place."""
    radius = 0.0 if nom.centre else POINT * nom.ecart
    return nom.x - radius, nom.y - radius, nom.x + radius, nom.y + radius


def largeur(texte: str, taille: float) -> float:
    """How wide a bold text is, generously: its letters are counted by kind."""
    return taille * sum(
        0.34 if c in ETROITES else 0.95 if c in LARGES else 0.74 if c in CAPITALES else 0.6 for c in texte
    )


def lignes(texte: str, taille: float, large: float) -> list[str]:
    """A text cut into lines of at most a width, between words."""
    lines: list[str] = []
    for word in texte.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and largeur(joined, taille) <= large:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _essais(name: Nom) -> list[Pose]:
    middle = name.y + 0.35 * name.taille
    if name.centre:
        return [Pose(name, name.x, middle, "middle")]
    return [
        Pose(name, name.x + name.ecart, middle, "start"),
        Pose(name, name.x - name.ecart, middle, "end"),
        Pose(name, name.x, name.y - name.ecart - 0.35 * name.taille, "middle"),
        Pose(name, name.x, name.y + name.ecart + 0.9 * name.taille, "middle"),
    ]


def boite(pose: Pose) -> Boite:
    """The room that a placed name takes."""
    wide, size = largeur(pose.nom.texte, pose.nom.taille), pose.nom.taille
    left = pose.x - {"start": 0.0, "middle": wide / 2, "end": wide}[pose.ancre]
    return left, pose.y - 0.85 * size, left + wide, pose.y + 0.3 * size


def _libre(box: Boite, frame: Boite, taken: Sequence[Boite]) -> bool:
    return _dans(box, frame) and not any(_touche(box, other) for other in taken)


def _dans(box: Boite, frame: Boite) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _touche(one: Boite, other: Boite) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
