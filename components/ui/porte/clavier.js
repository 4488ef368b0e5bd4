// Whether a pointer or the keyboard acted last: a grid does what the keyboard asks wherever the pointer lies.
(() => {
  const dire = (pointeur) => document.documentElement.classList.toggle("pointeur", pointeur);
  addEventListener("pointerdown", () => dire(true), true);
  addEventListener("keydown", (event) => {
    if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) dire(false);
  }, true);
})();
