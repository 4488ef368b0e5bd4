"""The text of a file, whatever wrote it: UTF-8, UTF-16 or Windows-1252; any other encoding is refused, never misread.

Windows-1252 reads nearly any bytes: it is believed only when what it gives is French. An old Mac or DOS file would
turn « santé » into « santŽ » and be kept so.
"""

import codecs
import re

from data.imports.grammaire.base import Fichier, FichierRefuse, Rejets

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
CSV_UTF8 = "Dans le tableur, enregistrez-le en « CSV UTF-8 »."
LETTRES = "àâäçèéêëîïôöùûüÿœæñáíóúãõåìòÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸŒÆÑÁÍÓÚ"
SIGNES = "\u00a0\u00ad«»°’‘“”–—…€§²³½¼±µ·×£ºª"
FRANCAIS = frozenset(LETTRES + SIGNES)
DEPLACE = re.compile(  # French characters where no word has them: letters of another encoding
    r"[a-zàâçèéêëîïôùûœ][ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸŒÆÑÁÍÓÚ”€§°±µ·×£ºª](?=[a-z\s;,'-]|$)"
    r"|[A-Z](?:[ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸŒÆÑ](?=[a-z])|[ïëíìóæ](?=[A-Z]))"
    r"|[A-Za-z](?:[“‘]|[”…](?=[A-Za-z])|[–—](?=[-a-zàâçèéêëîïôùûœ\s;,]|$))"
    r"|[¼½¤×±·£§](?=[A-Za-z])|-…-|(?<![^\s;,'\"-])[ëï](?=[a-z])",
    re.MULTILINE,
)
SUITE = re.compile(r"[^\x00-\x7f]{2,}")
FIN = re.compile(r"\r\n|\n|\r")
PERDU = "\ufffd"
DEJA_LU = re.compile(  # what old Mac or DOS letters became when they were read as Windows-1252, then saved as Unicode
    "(?<=[a-zà-ÿ])[ŽŠ]|(?<=[A-Za-z])[ƒ‚‰ˆ‡]|[‚‰ˆ‡ƒ](?=[a-z])|[\x81\x8d\x8f\x90\x9d]"
)


def decoder(fichier: Fichier) -> str:
    """The text of the bytes. Raises `FichierRefuse` when their encoding is not known for sure, or letters are lost."""
    content = fichier.contenu
    if content.startswith(UTF32) or (b"\x00" in content and not content.startswith(UTF16)):
        wide = any(re.search(pattern, content[:200]) for pattern in (rb"(?:[\t -~]\x00){4}", rb"(?:\x00[\t -~]){4}"))
        raise FichierRefuse(
            f"« {fichier.nom} » est en Unicode large (UTF-16 ou UTF-32 sans marque). {CSV_UTF8}"
            if wide or content.startswith(UTF32)
            else f"« {fichier.nom} » n'est pas un fichier texte. Donnez le fichier tel qu'il est publié."
        )
    try:
        text = content.decode("utf-16" if content.startswith(UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = _windows(fichier)
    _readable(fichier, text)
    return text


def lignes(texte: str) -> list[str]:
    """The lines of a text as spreadsheets count them: U+000B, U+0085 or U+2028 are in a cell, they end no line."""
    return FIN.split(texte)


def _windows(fichier: Fichier) -> str:
    """Bytes that are not Unicode: Windows-1252 when that makes French of them."""
    unknown = FichierRefuse(
        f"L'encodage de « {fichier.nom} » n'est pas reconnu : ni UTF-8, ni Windows-1252 (ancien Mac, DOS ?). {CSV_UTF8}"
    )
    content = fichier.contenu
    if content.startswith(UTF16) or (b"\r" in content and b"\n" not in content):  # lines of an old Mac
        raise unknown
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise unknown from None
    strange = {letter for letter in text if letter > "\x7f"} - FRANCAIS
    if strange or DEPLACE.search(text):
        raise unknown
    return text


def _readable(fichier: Fichier, text: str) -> None:
    """Refuse the lines whose letters were lost, or encoded twice, before the file came here."""
    damaged = {run for run in set(SUITE.findall(text)) if _twice(run)} | ({PERDU} if PERDU in text else set())
    damaged |= {odd[0] for odd in DEJA_LU.finditer(text)}
    if not damaged:
        return
    rejets = Rejets()
    for number, line in enumerate(lignes(text), 1):
        if any(run in line for run in damaged):
            words = "lettres accentuées abîmées avant l'envoi", "Repartez du fichier d'origine, enregistré en UTF-8."
            rejets.ajouter(number, "texte", line, *words)
    rejets.lever(fichier)


def _twice(run: str) -> bool:
    """Whether characters are the bytes of French letters, read as Windows-1252 (« Ã© » for « é »)."""
    for start in range(len(run) - 1):
        for end in range(start + 2, min(start + 4, len(run) + 1)):
            try:
                if run[start:end].encode("cp1252").decode("utf-8") in FRANCAIS - {"\u00a0", "\u00ad"}:
                    return True
            except UnicodeError:
                continue
    return False
