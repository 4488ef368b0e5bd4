// What an acronym stands for, where it is read: a dotted line under it, a few words when the pointer or a finger is on it.
// Nothing of the page is changed: what React drew stays as it drew it. The foot of the page says the same to everyone.
(() => {
  const SIGLES = __SIGLES__;
  const MOT = /[\p{L}\p{N}]+/gu;
  const TUS = "input, textarea, script, style, canvas, .sigles, #sigle";
  const SURLIGNE = "highlights" in CSS && "Highlight" in window;
  const bulle = document.createElement("div");
  bulle.id = "sigle";
  bulle.setAttribute("role", "tooltip");
  bulle.hidden = true;

  // Letters of a text node that make an acronym: [start, end, word].
  const mots = (text) => [...text.matchAll(MOT)]
    .filter(([word]) => Object.hasOwn(SIGLES, word)).map((found) => [found.index, found.index + found[0].length, found[0]]);

  const souligner = () => {
    const ranges = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!/[A-Z]/.test(node.data) || node.parentElement?.closest(TUS)) continue;
      for (const [start, end] of mots(node.data)) {
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, end);
        ranges.push(range);
      }
    }
    CSS.highlights.set("sigle", new Highlight(...ranges));
  };

  const sous = (x, y) => {
    const place = document.caretPositionFromPoint?.(x, y);
    const caret = place ? [place.offsetNode, place.offset] : (() => {
      const range = document.caretRangeFromPoint?.(x, y);
      return range ? [range.startContainer, range.startOffset] : [null, 0];
    })();
    const [node, offset] = caret;
    if (node?.nodeType !== Node.TEXT_NODE || node.parentElement?.closest(TUS)) return null;
    for (const [start, end, word] of mots(node.data)) {
      if (offset < start || offset > end) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, end);
      const on = [...range.getClientRects()].find((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom);
      if (on) return [word, on];
    }
    return null;
  };

  const cacher = () => { bulle.hidden = true; };
  const montrer = (x, y) => {
    if (bulle.matches(":hover")) return;
    const found = sous(x, y);
    if (!found) return cacher();
    const [word, place] = found;
    const [nom, phrase] = [word, SIGLES[word]];
    bulle.textContent = "";
    const strong = document.createElement("strong");
    strong.textContent = nom;
    bulle.append(strong, ` : ${phrase}`);
    bulle.hidden = false;
    const left = Math.max(8, Math.min(place.left, innerWidth - bulle.offsetWidth - 8));
    const below = place.bottom + bulle.offsetHeight + 4 < innerHeight;
    bulle.style.left = `${left}px`;
    bulle.style.top = `${below ? place.bottom : place.top - bulle.offsetHeight}px`;
  };

  let waiting = 0;
  const bientot = () => {
    clearTimeout(waiting);
    waiting = setTimeout(souligner, 250);
  };
  let moved = 0;
  const suivre = (event) => {
    cancelAnimationFrame(moved);
    moved = requestAnimationFrame(() => montrer(event.clientX, event.clientY));
  };
  const commencer = () => {
    document.body.append(bulle);
    document.addEventListener("pointermove", suivre, { passive: true });
    document.addEventListener("pointerdown", suivre, { passive: true });
    document.addEventListener("scroll", cacher, { passive: true, capture: true });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") cacher(); });
    if (!SURLIGNE) return;
    souligner();
    new MutationObserver(bientot).observe(document.body, { childList: true, subtree: true, characterData: true });
  };
  if (document.body) commencer();
  else document.addEventListener("DOMContentLoaded", commencer);
})();
