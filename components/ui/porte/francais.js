// The words that Streamlit writes by itself, in French: menus of tables, hints of fields, names for screen readers.
(() => {
  // Numbers and dates in French whatever the browser's language: Streamlit asks the browser which one to write in.
  Object.defineProperties(Navigator.prototype, {
    language: { configurable: true, get: () => "fr-FR" },
    languages: { configurable: true, get: () => Object.freeze(["fr-FR", "fr"]) },
  });
  const MOTS = {
    "Sort ascending": "Trier en ordre croissant", "Sort descending": "Trier en ordre décroissant",
    "Sort": "Trier", "Pin column": "Figer la colonne", "Unpin column": "Libérer la colonne",
    "Hide column": "Masquer la colonne", "Autosize": "Ajuster la largeur", "Format": "Format",
    "Copy column name": "Copier le nom de la colonne", "Statistics": "Statistiques",
    "Automatic": "Automatique", "Localized": "À la française", "Plain": "Brut", "Compact": "Abrégé", "Dollar": "Dollar",
    "Euro": "Euro", "Yen": "Yen", "Percent": "Pour cent", "Scientific": "Scientifique", "Accounting": "Comptable",
    "Distance": "Distance", "Calendar": "Calendrier", "Time": "Heure", "JSON": "JSON",
    "Average": "Moyenne", "Median": "Médiane", "Minimum": "Minimum", "Maximum": "Maximum", "Sum": "Somme",
    "Standard deviation": "Écart type", "Distinct": "Valeurs distinctes", "Empty": "Vides", "Values": "Valeurs",
    "Range": "Étendue", "Based on sample": "Sur un échantillon", "Minimum length": "Longueur minimale",
    "Maximum length": "Longueur maximale", "Most frequent": "La plus fréquente", "Count": "Nombre",
    "Add row": "Ajouter une ligne", "Delete row(s)": "Supprimer les lignes", "Search": "Chercher",
    "Close Search": "Fermer la recherche", "Previous Result": "Résultat précédent", "Next Result": "Résultat suivant",
    "Clear selection": "Effacer la sélection", "Show/hide columns": "Montrer ou masquer des colonnes",
    "Scrollable table": "Tableau qui défile",
    "Choose options": "Choisir", "Choose an option": "Choisir", "Select...": "Choisir…", "Select all": "Tout choisir",
    "Selected values": "Valeurs choisies", "No results": "Aucun résultat",
    "No options to select": "Rien à choisir", "No options to select.": "Rien à choisir.",
    "Clear value": "Effacer", "Clear all": "Tout effacer", "Open": "Ouvrir", "Close": "Fermer", "Cancel": "Annuler",
    "Choose date": "Choisir une date", "Choose date range": "Choisir une période",
    "Previous month": "Mois précédent", "Next month": "Mois suivant", "Month": "Mois", "Year": "Année",
    "Previous": "Précédent", "Next": "Suivant",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.":
      "Flèches pour parcourir les dates, Entrée pour choisir, Échap pour fermer.",
    "Press Enter to apply": "Entrée pour valider", "Press Enter to submit form": "Entrée pour envoyer",
    "Press Enter to add": "Entrée pour ajouter",
    "Increment": "Augmenter", "Decrement": "Diminuer", "Running...": "En cours…", "Uploading...": "Envoi en cours…",
    "Only one file is allowed.": "Un seul fichier à la fois.", "Too many files": "Trop de fichiers",
    "Main menu": "Menu", "Print": "Imprimer", "Rerun": "Relancer", "Settings": "Réglages", "Theme": "Thème",
    "About": "À propos", "Light": "Clair", "Dark": "Sombre", "System": "Système", "App pages": "Pages",
    "Connecting": "Connexion", "Connecting to Streamlit server": "Connexion au serveur",
    "Connection error": "Connexion perdue", "Network Error": "Connexion perdue",
    "Streamlit server is not responding. Are you connected to the internet?":
      "Le serveur ne répond pas. Le réseau de la salle est-il encore là ? Rien de ce qui a été enregistré n'est perdu.",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "Le serveur est-il encore lancé ? S'il a été arrêté, relancez-le dans le terminal :",
    "Unknown error": "Erreur inconnue", "Try again": "Réessayer", "Link to heading": "Lien vers ce titre",
    "Scroll tabs left": "Onglets précédents", "Scroll tabs right": "Onglets suivants",
    "Fullscreen": "Plein écran", "Close fullscreen": "Quitter le plein écran", "Toggle fullscreen": "Plein écran",
    "file upload": "dépôt de fichier", "Download as CSV": "Exporter en CSV", "Copy to clipboard": "Copier", "Reset": "Remettre", "Sidebar": "Menu", "Expand sidebar": "Ouvrir le menu",
    "Collapse sidebar": "Fermer le menu", "Show chart": "Voir la figure", "Show data": "Voir les données",
    "Skip to main content": "Aller au contenu",
    // A download that fails.
    "Failed to generate file for download":
      "Ce fichier n'a pas pu être fait. Rien n'a été modifié. Réessayez ; sinon, prévenez la personne qui anime.",
    "Request timed out": "Ce fichier est trop long à faire. Rien n'a été modifié. Réessayez.",
    "Connection closed": "La connexion a été coupée : le fichier n'est pas arrivé. Rechargez la page, puis réessayez.",
    "Download failed": "Le fichier n'est pas arrivé. Réessayez.",
    "Help": "Aide", "Stop script": "Arrêter", "Show suggestions": "Voir les choix", "Suggestions": "Choix",
    "Show password": "Montrer le mot de passe", "Hide password": "Cacher le mot de passe",
    "Quick select a date range": "Périodes usuelles", "Dataframe column menu": "Menu de la colonne",
    "Clear entry": "Effacer", "Clear date": "Effacer la date", "Clear dates": "Effacer les dates",
    "Navigate to home page": "Aller à l'accueil",
    "Deferred download not properly configured": "Le fichier n'est pas prêt. Rechargez la page, puis réessayez.",
  };
  // Names of parts, and what a list says to who does not see it: around words of ours.
  const PHRASES = [
    [/^Help for (.+)$/s, "Aide : $1"], [/^Upload (.+)$/s, "Déposer : $1"], [/^Remove (.+)$/s, "Retirer : $1"],
    [/^(\d+) options? available\.$/, "$1 choix."], [/^(.+), selected$/s, "$1, choisi"],
  ];
  const ANNONCES = "[data-live-announcer]";
  const nommer = (text) => {
    const phrase = PHRASES.find(([form]) => form.test(text));
    return phrase ? text.replace(...phrase) : dire(text);
  };
  // An empty date: what its segments wait for, in French.
  const ATTENDUS = { dd: "jj", yyyy: "aaaa" };
  const SEGMENTS = { month: "mois", day: "jour", year: "année" };
  const ATTRIBUTS = ["aria-label", "title", "placeholder", "aria-description", "aria-valuetext"];
  const dire = (text) => {
    const said = MOTS[text.trim()];
    if (said !== undefined) return text.replace(text.trim(), said);
    if (/^[a-z_]+ icon$/.test(text)) return "icône";
    const date = /^(month|day|year)(, .*)?$/.exec(text);
    return date ? SEGMENTS[date[1]] + (date[2] ?? "") : text;
  };
  // A phone's menu in groups: the names of groups are inside its list without being items of it.
  const MENU = "[data-testid=stSidebarNavItems]";
  const menu = (node) => {
    if (node.matches(MENU)) node.setAttribute("role", "group");
    if (node.matches(`${MENU} li`)) node.setAttribute("role", "none");
  };
  const ecrire = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      // What people wrote (a name, a note) is never translated: only Streamlit's own parts are.
      if (node.parentElement?.closest("[data-testid=stMarkdownContainer], [data-testid=stHtml], textarea, td")) return;
      const awaited = ATTENDUS[node.data.trim()];
      if (awaited && node.parentElement?.closest("[role=spinbutton]")) {
        node.data = node.data.replace(node.data.trim(), awaited);
        return;
      }
      const said = (node.parentElement?.closest(ANNONCES) ? nommer : dire)(node.data);
      if (said !== node.data) node.data = said;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    menu(node);
    for (const name of ATTRIBUTS) {
      const text = node.getAttribute(name);
      if (text && nommer(text) !== text) node.setAttribute(name, nommer(text));
    }
    for (const child of node.childNodes) ecrire(child);
  };
  // Streamlit's shortcuts of one letter (r: draw again, c: empty its cache) are nobody's here: a slip of the finger, or
  // of a voice that dictates, presses them. Stopped on their way to the document: fields and grids had them before.
  document.documentElement.addEventListener("keydown", (event) => {
    if (/^[rc]$/i.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(ecrire);
      else ecrire(change.target);
    }
  }).observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTS,
  });
})();
