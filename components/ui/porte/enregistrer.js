// In a grid of a form, Ctrl + Enter (or Cmd + Enter) does what the button of the form does: the cell that is open closes
// first, and what was typed in it is kept.
(() => {
  const GRILLE = "[data-testid=stDataFrame]", CASE = ".gdg-clip-region", FORME = "[data-testid=stForm]";
  const BOUTON = "[data-testid=stFormSubmitButton] button:not(:disabled)";
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!event.isTrusted || event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (!(target instanceof Element) || event.repeat || !target.closest(`${GRILLE}, ${CASE}`)) return;
    if (target.closest(GRILLE)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    setTimeout(() => document.activeElement?.closest(GRILLE)?.closest(FORME)?.querySelector(BOUTON)?.click(), 0);
  }, true);
})();
