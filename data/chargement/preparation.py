"""From what a file says to what this département keeps of it: the pieces an import would write, or refusals."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from components.core.communes import departement, interieures
from components.core.francais import accord
from data.base.parameters import EnVigueur
from data.chargement import montres
from data.chargement import secret as preparation_secret
from data.chargement.communes_actuelles import cedees, correspondance, rassembler, verifier
from data.chargement.ecritures import Ecriture, EcritureSerie
from data.imports.grammaire.base import Fichier, FichierLu, FichierRefuse, LigneLue, Rejets, SerieLue
from data.imports.grammaire.cellules import uniques
from data.territoire import france_lue, territoire
from data.territoire.indicateurs import SECRET, VALEUR

APL = "apl_"  # published access, the only figures kept across the border


@dataclass(frozen=True)
class CadreDuDepartement:
    """What preparing needs to know of the file: its département, its communes, the dated parameters."""

    db: Database
    departement: str
    nom: str
    interieures: frozenset[str]
    bordure: frozenset[str]
    valeurs: EnVigueur

    @classmethod
    def de(cls, db: Database, valeurs: EnVigueur) -> "CadreDuDepartement":
        """Read it from the store."""
        communes = territoire.communes(db)
        inside = interieures(communes).index
        return cls(
            db, territoire.setting(db, "departement"), territoire.setting(db, "nom"),
            frozenset(inside), frozenset(communes.index.difference(inside)), valeurs,
        )  # fmt: skip


@dataclass(frozen=True)
class Preparation:
    """The pieces to write and what must be said before writing them."""

    ecritures: tuple[Ecriture, ...]
    remarques: tuple[str, ...]


def series(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Series by commune (or by territory of the mesh in use)."""
    rejets, remarks = Rejets(), list(lecture.remarques)
    if not lecture.series or not all(lue.lignes for lue in lecture.series):
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune ligne de valeurs. Donnez le fichier tel qu'il est publié.")
    first = lecture.series[0]
    if first.serie.niveau == "territoire":
        return _by_territory(cadre, fichier, lecture)
    elsewhere = max(_checked(cadre, fichier, lue, rejets) for lue in _one_per_rows(lecture.series))
    rejets.lever(fichier)
    gone = cedees(line.code for lue in lecture.series for line in lue.lignes)
    remarks += gone
    if elsewhere and not gone:
        one, many = "code d'un autre département n'est pas une", "codes d'autres départements ne sont pas des"
        left = "commune actuelle : laissé" if elsewhere == 1 else "communes actuelles : laissés"
        remarks.append(f"{accord(elsewhere, one, many)} {left} de côté.")
    groups = territoire.communes(cadre.db)["territoire"].dropna().to_dict()
    read = [_piece(cadre, lecture, lue) for lue in lecture.series]
    pieces, withheld = _secrets(cadre, lecture, read, groups)
    return Preparation(pieces, (*remarks, *withheld, *_absent(cadre, pieces[0])))


def _secrets(
    cadre: CadreDuDepartement, lecture: FichierLu, pieces: Sequence[EcritureSerie], groupes: Mapping[str, str]
) -> tuple[tuple[EcritureSerie, ...], list[str]]:
    """The pieces once the counts of patients they may hold are protected, and what is said of it."""
    least = cadre.valeurs.number("seuil_secret_patients")
    pairs = []
    for piece, read in zip(pieces, lecture.series, strict=True):
        masked, words = preparation_secret.retenir(piece, groupes, least, read.libre)
        pairs.append(_deja_montre(cadre, piece, replace(masked, france={}), words) if words else (masked, ""))
    return tuple(piece for piece, _ in pairs), [words for _, words in pairs if words]


def _deja_montre(
    cadre: CadreDuDepartement, lue: EcritureSerie, piece: EcritureSerie, mots: str
) -> tuple[EcritureSerie, str]:
    """The piece without what, beside what was shown before, would give the exact count of a commune."""
    serie, least = piece.serie, cadre.valeurs.number("seuil_secret_patients")
    shown = {code for code, _, state in piece.valeurs if state == VALEUR}
    if serie.niveau == "territoire":
        places = montres.territoires(cadre.db)
        asked = montres.Montre(serie.indicateur, serie.millesime, totaux=frozenset(places[code] for code in shown))
        hidden = montres.retenues(cadre.db, serie.indicateur, serie.millesime)
        montre, more = montres.filtrer(cadre.db, asked, {}, hidden, least)
        lost = {code for code in shown if places[code] not in montre.totaux}
    else:
        counts = {code: (value,) for code, value, _ in lue.valeurs if value is not None}
        asked = montres.Montre(serie.indicateur, serie.millesime, frozenset(shown))
        montre, more = montres.filtrer(cadre.db, asked, counts, counts.keys() - shown, least)
        lost = shown - montre.communes
    values = [(code, None, SECRET) if code in lost else (code, value, state) for code, value, state in piece.valeurs]
    return replace(piece, valeurs=values, montre=montre), f"{mots} {more}".strip()


def _one_per_rows(lues: Sequence[SerieLue]) -> list[SerieLue]:
    """The columns of one sheet share their rows: checking one checks them all."""
    return list({(s.serie.source, len(s.lignes), s.lignes[0].numero, s.lignes[0].code): s for s in lues}.values())


def _checked(cadre: CadreDuDepartement, fichier: Fichier, lue: SerieLue, rejets: Rejets) -> int:
    elsewhere = verifier(((line.numero, line.code) for line in lue.lignes), cadre.departement, rejets)
    current = correspondance()
    if not rejets and not any(current.actuel(line.code) in cadre.interieures for line in lue.lignes):
        raise autre_departement(cadre, fichier, (line.code for line in lue.lignes))
    return elsewhere


def autre_departement(cadre: CadreDuDepartement, fichier: Fichier, codes: Iterable[str]) -> FichierRefuse:
    """The refusal of a file that speaks of other départements."""
    codes = list(codes)
    if gone := cedees(codes):
        return FichierRefuse(f"« {fichier.nom} » n'a aucune commune de {cadre.nom}. {gone[0]} Donnez les autres.")
    seen = sorted({departement(code) for code in codes})
    words = ", ".join(seen[:5]) + ("…" if len(seen) > 5 else "")
    return FichierRefuse(
        f"« {fichier.nom} » n'a aucune commune de {cadre.nom} (départements trouvés : {words}). "
        "Donnez le fichier de ce département, ou le fichier national."
    )


def _piece(cadre: CadreDuDepartement, lecture: FichierLu, lue: SerieLue) -> EcritureSerie:
    places = cadre.interieures | (cadre.bordure if lue.bordure else frozenset())
    values, merge = rassembler(lue.lignes, places, lue.serie, _weights(lecture, lue))
    count = accord(merge.communes, "commune fusionnée", "communes fusionnées")
    note = f"{count} : {merge.mots}" if merge.communes else ""
    across = () if lue.bordure or not lue.serie.indicateur.startswith(APL) else cadre.bordure
    beyond, _ = rassembler(lue.lignes, frozenset(across), lue.serie, _weights(lecture, lue))
    return EcritureSerie(lue.serie, values, lue.modalites, note, au_dela=beyond, france=_france(lecture, lue))


def _france(lecture: FichierLu, lue: SerieLue) -> Mapping[str, float]:
    """The figure of every commune of the file, today's, when it goes beyond this département and is averaged, or
    weights such a mean: what a threshold is worth in France is counted on it."""
    weights = {other.serie.poids for other in lecture.series}
    averaged = lue.serie.agregation == "moyenne" or lue.serie.indicateur in weights
    if lue.modalites or not averaged or not france_lue.depasse(line.code for line in lue.lignes):
        return {}
    merged, _ = rassembler(lue.lignes, correspondance().actuelles, lue.serie, _weights(lecture, lue))
    return {code: value for code, value, _ in merged if value is not None}


def _weights(lecture: FichierLu, lue: SerieLue) -> Mapping[str, float]:
    """Standardised population of the same file, of the vintage that weights this series."""
    wanted = lue.serie.poids
    candidates = [other for other in lecture.series if other.serie.indicateur == wanted]
    if not candidates or wanted is None:
        return {}
    best = min(candidates, key=lambda other: abs(other.serie.millesime - (lue.serie.millesime - 2)))
    return {line.code: line.valeur for line in best.lignes if line.valeur is not None}


def _absent(cadre: CadreDuDepartement, piece: EcritureSerie) -> list[str]:
    missing = sorted(cadre.interieures - {code for code, _, _ in piece.valeurs})
    if not missing:
        return []
    names = ", ".join(missing[:8]) + ("…" if len(missing) > 8 else "")
    if len(missing) == 1:
        return [f"1 commune du département n'est pas dans le fichier et restera manquante : {names}"]
    return [f"{len(missing)} communes du département ne sont pas dans le fichier et resteront manquantes : {names}"]


def _by_territory(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    codes, rejets, read = set(territoire.territoires(cadre.db).index), Rejets(), []
    mesh = str(territoire.maille(cadre.db)["nom"])
    series = [replace(lue, lignes=avec_zeros(lue.lignes, codes, rejets)) for lue in lecture.series]
    for lue in series:
        for line in lue.lignes:
            if line.code not in codes:
                words = f"ce n'est pas un territoire de la maille {mesh}", "Vérifiez le code ou la maille en usage."
                rejets.ajouter(line.numero, "code", line.code, *words)
        read.append(EcritureSerie(lue.serie, [(x.code, x.valeur, x.etat) for x in lue.lignes], lue.modalites))
    rejets.lever(fichier)
    pieces, withheld = _secrets(cadre, lecture, read, dict.fromkeys(codes, cadre.departement))
    return Preparation(pieces, (*lecture.remarques, *withheld, f"Valeurs par territoire : {mesh}."))


def avec_zeros(lignes: Sequence[LigneLue], connus: Container[str], rejets: Rejets) -> tuple[LigneLue, ...]:
    """The lines, the leading zero that a spreadsheet took from a known code put back, « 2a » in capitals; two lines of
    the same code are refused."""
    read = tuple(line._replace(code=_connu(line.code, connus)) for line in lignes)
    uniques(rejets, ((line.numero, line.code) for line in read if line.code in connus), "code")
    return read


def _connu(code: str, connus: Container[str]) -> str:
    return next((one for one in (code, code.upper(), f"0{code}") if one in connus), code)


def rang(row: Mapping[str, object]) -> int:
    """Line of the file a typed row comes from."""
    return int(str(row["ligne"]))
