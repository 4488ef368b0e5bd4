// A form starts anew once its gesture is done, and the button that added something is another one (`renouvelee`): what
// takes the place of the field or of the button that was held is held in its turn, so that a keyboard goes on from there.
(() => {
  const TENUS = "[data-testid=stForm] :is(input, textarea, button), [data-testid=stButton] button";
  const nom = (node) => node.getAttribute("aria-label") || node.textContent.trim();
  const pareils = (name) => [...document.querySelectorAll(TENUS)].filter((node) => nom(node) === name);
  let tenu = null;
  document.addEventListener("focusin", ({ target }) => {
    const held = target instanceof Element && target.matches(TENUS);
    tenu = held ? { node: target, nom: nom(target), rang: pareils(nom(target)).indexOf(target) } : null;
  });
  document.addEventListener("pointerdown", () => { tenu = null; }, true); // a hand goes where it wants
  new MutationObserver(() => {
    if (!tenu || tenu.node.isConnected || document.activeElement !== document.body) return;
    const there = pareils(tenu.nom);
    (there[tenu.rang] ?? there[0])?.focus({ preventScroll: true });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
