"""The few rules of style that the theme (`.streamlit/config.toml`) cannot say, in the sizes and inks of `langage`."""

from string import Template

import streamlit as st

from components.ui.langage import specimen
from components.ui.langage.echelle import CIBLE, ETIQUETTE, REPONSE, SOURCE
from components.ui.langage.teintes import CLAIR, JAUGES, NUANCES

# Fixed text of ours, never user text.
_CSS = Template("""<style>
.block-container { padding-top: 3.4rem; padding-bottom: 2rem; max-width: 1500px; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * { color: $DOUX; opacity: 1; }
h1 { padding-top: 0; padding-bottom: .2rem; }
[data-testid="stMetricLabel"] p { font-size: $ETIQUETTE; }
@media (max-width: 640px) { .block-container { padding-left: .8rem; padding-right: .8rem; } }
.dessin-de-page { width: 100%; height: auto; }
/* What has a form for narrow windows (phones, or twice enlarged) shows it there, and the other one elsewhere. */
.dessin-etroit, [class*="st-key-etroit_"] { display: none !important; }
@media (max-width: 640px) { .dessin-large, [class*="st-key-large_"] { display: none !important; }
  .dessin-etroit, [class*="st-key-etroit_"] { display: block !important; } }
ul.legende { list-style: none; margin: 0 !important; padding: 0 !important;
  display: grid; gap: .3rem; font-size: $SOURCE; }
ul.legende li { display: flex; gap: .5rem; align-items: center; margin: 0 !important; padding: 0 !important;
  line-height: 1.25; }
.pastille { flex: none; width: 1.6rem; height: 1.1rem; border: 1px solid $TRAIT; border-radius: 3px;
  text-align: center; font-weight: 700; font-size: .8rem; line-height: 1.05rem; }
.legende-titre { font-weight: 600; margin: 0 0 .35rem; font-size: $ETIQUETTE; }
ul.barres { list-style: none; margin: 0 !important; padding: 0 !important; display: grid; gap: .7rem; }
ul.barres li { margin: 0 !important; padding: 0 !important; display: grid; gap: .2rem; }
.barres .nom { font-weight: 600; } .barres em { font-style: normal; font-weight: 400; color: $DOUX; }
.barres .signale em { color: $SIGNALE; font-weight: 650; } .barres .mots { color: $DOUX; font-size: $SOURCE; }
.barres .barre { position: relative; height: .95rem; background: $JAUGE; border: 1px solid $BORD;
  border-radius: 3px; }
.barres .plein { position: absolute; inset: 0 auto 0 0; background: $PLEIN; }
.barres .signale .plein { background: repeating-linear-gradient(45deg, $HACHURE_CLAIRE 0 6px, $HACHURE 6px 12px); }
.barres .inconnue .barre { background: none; border-style: dashed; }
.barres .repere { position: absolute; top: -4px; bottom: -4px; width: 0; border-left: 3px solid $ENCRE; }
.reponse { font-size: $REPONSE; line-height: 1.4; margin: 0; color: $ENCRE; }
@media (max-width: 640px) { .reponse { font-size: 1.1rem; } }
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
[data-testid="stFileUploaderDropzone"] > span button, [data-testid="stFileUploaderDropzone"] > span button *,
[data-testid="stFileChips"] > button, [data-testid="stFileChips"] > button * { font-size: 0; width: auto; }
[data-testid="stFileUploaderDropzone"] > span button::after { content: "Choisir un fichier"; font-size: 1rem; }
[data-testid="stFileChips"] > button::after { content: "Changer"; font-size: 1rem; padding: 0 .4rem; }
[data-testid="stFileChipName"] + div { display: none; }
/* A name longer than its list says that it goes on; it is whole beside (`widgets.nom_entier`). */
input[role="combobox"] { text-overflow: ellipsis; }
/* What was chosen among several is read whole, and all of it on a phone, whose finger would scroll the page instead. */
[data-testid="stMultiSelectTagsContainer"] span:has(> span[title]) { height: auto; min-height: 1.75rem; }
[data-testid="stMultiSelectTagsContainer"] span[title] { white-space: normal; }
@media (max-width: 640px) { div:has(> [data-testid="stMultiSelectTagsContainer"]) { max-height: none; } }
/* The agenda of a séance is a list: its points are read from the left. */
[class*="st-key-seances_point_"] button, [class*="st-key-seances_point_"] button * { justify-content: flex-start;
  text-align: left; }
.sigles { margin-top: 1.5rem; color: $DOUX; font-size: $ETIQUETTE; }
.sigles summary { cursor: pointer; min-height: 24px; } .sigles ul { margin: .3rem 0 0; padding-left: 1.2rem; }
.sigles li { margin: .15rem 0; } @media (min-width: 900px) { .sigles ul { columns: 2; column-gap: 2rem; } }
::highlight(sigle) { text-decoration: underline dotted #5a6678; }
#sigle { position: fixed; z-index: 1000000; max-width: min(26rem, 90vw); padding: .45rem .65rem; background: #1a2433;
  color: #fff; border-radius: .35rem; font-size: $ETIQUETTE; line-height: 1.35; }
.pied { margin: 1.5rem 0 0; padding-top: .6rem; border-top: 1px solid $FILET; color: $DOUX; font-size: $ETIQUETTE; }
.katex-display { overflow: visible !important; }
.katex-display > .katex { white-space: normal !important; }
/* A line that opens something is read as a line: from the left, also when it takes several. */
[data-testid="stBaseButton-tertiary"], [data-testid="stBaseButton-tertiary"] * { text-align: left;
  justify-content: flex-start; }
/* A table wider than its place scrolls beside the names of its rows. */
[data-testid="stTable"] tr > :first-child { position: sticky; left: 0; z-index: 1; background: $FOND; }
[data-testid="stTable"] thead tr > :first-child { z-index: 3; }
/* Rows that open what they name (`lignes.py`). */
[class*="st-key-lignes_"] [data-testid="stDataFrame"] * { cursor: pointer !important; }
/* Streamlit's toolbar over charts and tables: in English, tiny, and its CSV leaves without source lines. */
[data-testid="stElementToolbar"] { display: none !important; }
/* « Press Enter to apply » : in English, and the label says what to do. */
[data-testid="InputInstructions"] { display: none; }
[data-testid="stTabsScrollLeft"], [data-testid="stTabsScrollRight"] { min-width: $CIBLE; min-height: $CIBLE; }
a[data-testid="stSkipToContent"] { font-size: 0 !important; }
a[data-testid="stSkipToContent"]::after { content: "Aller au contenu"; font-size: 1rem; }
/* The segments of a date field are Streamlit's: 24 pixels each, as WCAG 2.2 asks (target size). */
[data-testid="stDateInput"] [role="spinbutton"] { display: inline-block; min-width: $CIBLE; min-height: $CIBLE;
  line-height: 24px; text-align: center; }
/* Plus and minus beside a number: Streamlit names them in English and they hide the figure; the arrow keys do it. */
[data-testid="stNumberInputStepUp"], [data-testid="stNumberInputStepDown"] { display: none !important; }
/* Forced colours take backgrounds away: what these say would be lost. */
@media (forced-colors: active) { .pastille, .barres .barre, .barres .plein { forced-color-adjust: none; } }
/* Whoever asked for less motion gets none: nothing of ours is said by moving. No duration, however short, for a
   transition: it would give one to every element, and a table that gains rows would be measured before it has grown. */
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation-duration: .01ms !important; animation-iteration-count: 1 !important;
    transition-duration: 0s !important; transition-delay: 0s !important; scroll-behavior: auto !important; }
}
@media print { header, [data-testid="stToolbar"], .stButton, .stDownloadButton { display: none !important; } }
</style>""")
_MOTS = {
    "ENCRE": CLAIR.encre, "FOND": CLAIR.fond, "DOUX": CLAIR.doux, "TRAIT": CLAIR.trait, "FILET": NUANCES["filet"],
    "BORD": NUANCES["bord d'un champ"], "CIBLE": f"{CIBLE}px",
    **{name.upper().replace(" ", "_"): colour for name, colour in JAUGES.items()},
    "REPONSE": f"{REPONSE}rem", "ETIQUETTE": f"{ETIQUETTE}rem", "SOURCE": f"{SOURCE}rem",
}  # fmt: skip


def apply() -> None:
    """Add our rules to the page."""
    st.html(_CSS.substitute(_MOTS))


def montrer_le_langage() -> None:
    """The visual language itself, from the constants that screens use."""
    st.html(specimen.html())
