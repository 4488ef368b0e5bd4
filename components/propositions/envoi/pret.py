"""A proposal that may leave, and the pen that plans lend: plain values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from data.base.acteurs import Acteur
from data.plans.brouillons import BrouillonDAction


@dataclass(frozen=True)
class PropositionPrete:
    """A proposal that may leave: what it is called, its answer in French, the question and the answer as plain values,
    and each thing it would open."""

    genre: str
    nom: str
    phrase: str
    question: Mapping[str, Any]
    reponse: Mapping[str, Any]
    brouillons: tuple[BrouillonDAction, ...]


@dataclass(frozen=True)
class PlansPretes:
    """The gestures that the room of plans lends: why a draft cannot be written, and writing those that can."""

    obstacle: Callable[[Database, BrouillonDAction], str]
    inscrire: Callable[[Database, Acteur, int, Sequence[BrouillonDAction], date], list[int]]
