"""What a territory is: its type (IGAS 2018), its usual stakes, who must be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.core.francais import liste
from components.core.mots import PIED as PIED

TITRE = "Constat partagé d'insuffisance d'accès (HCAAM 2022, 1.2)"
CONVENTION = (
    "Convention locale : aucune formule officielle de carence n'existe. L'outil propose, la table décide. "
    "Une famille manquante ne compte jamais comme bonne."
)
CONDITIONS = (
    "Première condition : l'accès est insuffisant sur ce territoire pour cette profession.",
    "Seconde condition : les dynamiques professionnelles ne sont pas présentes.",
)
SECONDE_NUANCEE = "Seconde condition : la table la retient, sans que l'absence de dynamique soit établie."
SOURCE_IGAS = "IGAS, rapport d'août 2018, annexe « Typologie », faite pour les CPTS"


@dataclass(frozen=True)
class TypeTerritoire:
    """A type of territory and its usual stakes, in the words of the IGAS."""

    nom: str
    enjeux: tuple[str, ...]
    acteurs: str


RURAL = TypeTerritoire(
    "rural",
    (
        "Maintien et consolidation de l'offre de premier recours",
        "Parcours des personnes âgées",
        "Soins non programmés et continuité des soins",
        "Accès aux médecins spécialistes",
    ),
    "Professionnels de premier recours ; lien naturel avec l'hôpital local et l'EHPAD.",
)
SEMI_RURAL = TypeTerritoire(
    "semi-rural ou péri-urbain",
    (
        "Lien ville-hôpital et lien avec le second recours",
        "Maintien de l'offre de soins",
        "Soins non programmés et continuité des soins",
    ),
    "Premier et second recours ; établissement hospitalier de référence.",
)
URBAIN = TypeTerritoire(
    "urbain",
    (
        "Lien ville-hôpital pour désengorger les urgences et améliorer les parcours",
        "Soins non programmés et continuité des soins",
        "Mieux connaître les ressources du territoire",
        "Prévention et accès aux soins des populations fragiles",
    ),
    "Premier et second recours ; partenaires extrêmement nombreux.",
)


def type_territoire(habitants: float, rural_moins_de: float, urbain_plus_de: float) -> TypeTerritoire:
    """Rural below the first bound, urban above the second, semi-rural in between (bounds included)."""
    if habitants < rural_moins_de:
        return RURAL
    return URBAIN if habitants > urbain_plus_de else SEMI_RURAL


COLLEGES = (
    "Professionnels et offreurs de services de santé",
    "Usagers et associations d'usagers",
    "Collectivités territoriales",
    "État et organismes de sécurité sociale",
    "Personnalités qualifiées",
)

ORGANISMES = {"CPTS": "CPTS", "URPS": "URPS", "MSP/CDS": "MSP ou centre de santé"}
TOUJOURS_LA = ("URPS",)  # there is one in every region: it cannot be said absent
REPONSES = (
    "pas encore de réponse",
    "pas de solution à proposer",
    "une solution partielle",
    "une dynamique est engagée",
    "il n'y en a pas sur ce territoire",
)
ATTENTE, PARTIELLE, DYNAMIQUE, ABSENT = REPONSES[0], REPONSES[2], REPONSES[3], REPONSES[4]
RECUES = REPONSES[1:4]
SUITES = ("chiffre confirmé", "chiffre corrigé par le producteur", "chiffre écarté du constat", "vérification demandée")


@dataclass(frozen=True)
class Reponse:
    """A body asked and one answer noted for it: its kind (`ORGANISMES`), its name, a word of `REPONSES`."""

    organisme: str
    nom: str
    reponse: str


def manques(reponses: Sequence[Reponse]) -> list[str]:
    """What is still missing for the HCAAM's second condition: every kind of body is asked, or said absent."""
    missing = []
    for kind, words in ORGANISMES.items():
        answers = {r.reponse for r in reponses if r.organisme == kind}
        if not answers:
            missing.append(f"{words} : ni sollicitation ni absence notée")
        elif kind in TOUJOURS_LA and answers == {ABSENT}:
            missing.append(f"{words} : il en existe une dans chaque région, notez quand elle a été sollicitée")
    return missing


def nuances(reponses: Sequence[Reponse]) -> list[str]:
    """What keeps the second condition from being plainly met: who had not answered yet, who brings part of a
    solution, who says that something is under way. With any of them the table must say why it still concludes.

    A body that answered once is not waited for any more; anything it offered stays said.
    """
    heard = {_corps(r) for r in reponses if r.reponse in RECUES}
    groups = {
        "Sans réponse ce jour-là": [r for r in reponses if r.reponse == ATTENTE and _corps(r) not in heard],
        "Solution partielle": [r for r in reponses if r.reponse == PARTIELLE],
        "Dynamique engagée": [r for r in reponses if r.reponse == DYNAMIQUE],
    }
    return [f"{words} : {_noms(answers)}" for words, answers in groups.items() if answers]


def seconde_condition(reponses: Sequence[Reponse]) -> str:
    """The second condition as the table may state it on these answers: never « absent » when nobody said so."""
    caveats = nuances(reponses)
    return f"{SECONDE_NUANCEE} {'. '.join(caveats)}." if caveats else CONDITIONS[1]


def _corps(reponse: Reponse) -> tuple[str, str]:
    return reponse.organisme, reponse.nom.casefold().strip()


def _noms(reponses: Sequence[Reponse]) -> str:
    bodies: dict[tuple[str, str], str] = {}
    for reponse in reponses:
        bodies.setdefault(_corps(reponse), _nom(reponse.organisme, reponse.nom.strip()))
    return liste(list(bodies.values()))


def _nom(kind: str, name: str) -> str:
    """The name alone when it says what kind of body it is, else the kind before it."""
    told = any(word.casefold() in name.casefold() for word in kind.split("/"))
    return name if told else f"{ORGANISMES.get(kind, kind)} « {name} »"
