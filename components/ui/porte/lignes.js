// In a list whose rows open what they name, a click anywhere on a row does what the box at its left does, and so does
// Enter: Streamlit's grids only listen to the box, and are drawn on a canvas that has no other element to press.
(() => {
  const LISTE = "[class*='st-key-lignes_'] [data-testid=stDataFrame]";
  const CASE = 16, LARGEUR_DE_CASE = 34, TITRES = 36; // pixels: the middle of the box, its column, the row of titles
  const presser = (target, from, type, Genre) => target.dispatchEvent(new Genre(type, {
    bubbles: true, cancelable: true, composed: true, view: window, button: 0, buttons: type === "pointerdown" ? 1 : 0,
    pointerType: from.pointerType || "mouse", pointerId: from.pointerId ?? 1, isPrimary: true,
    clientX: from.x, clientY: from.y,
  }));
  document.addEventListener("click", (event) => {
    const list = event.isTrusted && event.target instanceof Element ? event.target.closest(LISTE) : null;
    if (!list || event.target.closest("button, input, [role=menu]")) return;
    const edge = list.getBoundingClientRect();
    if (event.clientX - edge.left < LARGEUR_DE_CASE || event.clientY - edge.top < TITRES) return;
    const at = { x: edge.left + CASE, y: event.clientY, pointerType: event.pointerType, pointerId: event.pointerId };
    for (const [type, Genre] of [["pointerdown", PointerEvent], ["pointerup", PointerEvent], ["click", MouseEvent]]) {
      presser(event.target, at, type, Genre);
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!event.isTrusted || event.key !== "Enter" || !(target instanceof HTMLCanvasElement) || !target.closest(LISTE)) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    target.dispatchEvent(new KeyboardEvent("keydown", {
      key: " ", code: "Space", keyCode: 32, shiftKey: true, bubbles: true, cancelable: true, composed: true,
    }));
  }, true);
})();
