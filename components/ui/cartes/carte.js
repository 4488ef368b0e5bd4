// The map on screen: its geometry is asked for once (`/contours/…`), a redraw only brings colours and words.
// One map or several that move together; names placed without overlap; the value under the pointer beside the legend.
const SVG = 'http://www.w3.org/2000/svg';
const AUTOUR = 0.06, COTE = 3000, VILLES = 16, ZOOM_MAX = 16;
const CASES = {'?': 'manquant', s: 'secret'};
const fonds = new Map(), cartes = new WeakMap();

function fondDe(adresse) {
  if (!fonds.has(adresse)) {
    fonds.set(adresse, fetch(adresse).then(r => r.ok ? r.json() : Promise.reject(r.status)).then(lireFond)
      .catch(raison => { fonds.delete(adresse); throw raison; }));
  }
  return fonds.get(adresse);
}

function lireFond(brut) {
  const trace = ([code, nom, d, x, y]) => ({code, nom, d, x, y});
  const bourg = ([code, nom, x, y, territoire, habitants, principale]) =>
    ({code, nom, x, y, territoire, habitants, principale});
  return {...brut, communes: brut.communes.map(trace), territoires: brut.territoires.map(trace),
    voisins: brut.voisins.map(trace), bourgs: brut.bourgs.map(bourg)};
}

async function lire(octets) {
  const flux = new Blob([octets]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(flux).json();
}

function el(nom, attributs = {}, parent = null) {
  const fait = document.createElementNS(SVG, nom);
  for (const [cle, valeur] of Object.entries(attributs)) fait.setAttribute(cle, valeur);
  parent?.appendChild(fait);
  return fait;
}

function html(nom, attributs = {}, parent = null, texte = '') {
  const fait = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(attributs)) fait.setAttribute(cle, valeur);
  if (texte) fait.textContent = texte;
  parent?.appendChild(fait);
  return fait;
}

const plat = texte => texte.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().trim();

class Carte {
  constructor(racine) {
    this.zoom = 1; this.centre = null; this.survol = -1; this.trouve = null;
    html('style', {}, racine, STYLE);
    this.cadre = html('section', {class: 'cadre'}, racine);
    this.panneaux = html('div', {class: 'panneaux'}, this.cadre);
    this.cote = html('div', {class: 'cote'}, this.cadre);
    this.valeur = html('p', {class: 'valeur'}, this.cote);
    this.legendes = html('div', {class: 'legendes'}, this.cote);
    this.barre = html('div', {class: 'barre'}, this.cadre);
    this.vues = [];
    this.outils();
    this.taille = new ResizeObserver(() => this.poser());
    this.taille.observe(this.panneaux);
    document.fonts.ready.then(() => { largeurs.clear(); this.poser(); });
  }

  outils() {
    for (const [nom, signe, facteur] of [['Agrandir', '+', 1.6], ['Réduire', '−', 1 / 1.6]]) {
      const bouton = html('button', {type: 'button', 'aria-label': nom, title: nom}, this.barre, signe);
      bouton.onclick = () => this.zoomer(facteur);
    }
    html('button', {type: 'button'}, this.barre, 'Tout voir').onclick = () => this.toutVoir();
    this.liste = html('datalist', {id: `lieux-${Math.random().toString(36).slice(2)}`}, this.barre);
    this.champ = html('input', {type: 'search', list: this.liste.id, placeholder: 'Trouver une commune, un territoire',
      'aria-label': 'Trouver un lieu sur la carte'}, this.barre);
    this.champ.onchange = () => this.trouver(this.champ.value);
    this.liens = html('span', {class: 'liens'}, this.barre);
  }

  async recevoir({data, setTriggerValue}) {
    const tour = this.tour = (this.tour || 0) + 1;
    this.choisir = code => setTriggerValue('choix', code);
    this.cliquer = code => setTriggerValue('clic', code);
    try {
      const dit = await lire(data);
      const fond = await fondDe(dit.fond);
      if (tour !== this.tour) return;
      this.dessiner(dit, fond);
    } catch (raison) {
      this.valeur.textContent = 'Le fond de carte n\'a pas pu être chargé. Rechargez la page ; le tableau donne tout.';
      throw raison;
    }
  }

  dessiner(dit, fond) {
    const meme = this.fond === fond && this.dit.niveau === dit.niveau && this.dit.panneaux.length === dit.panneaux.length;
    this.dit = dit; this.fond = fond;
    this.cellules = dit.niveau === 'commune' ? fond.communes : fond.territoires;
    this.cadre.style.setProperty('--haut', `${dit.hauteur}px`);
    this.cadre.classList.toggle('plusieurs', dit.panneaux.length > 1);
    this.cadre.classList.toggle('beaucoup', dit.panneaux.length > 2);
    if (!meme) this.batir();
    this.vues.forEach((vue, rang) => this.colorer(vue, dit.panneaux[rang]));
    this.legender();
    this.choisi = this.cellules.findIndex(une => une.code === dit.choisi);
    this.vues.forEach(vue => vue.choisi.setAttribute('d', this.cellules[this.choisi]?.d ?? ''));
    this.dire();
    this.poser();
  }

  batir() {
    this.panneaux.replaceChildren(); this.zoom = 1; this.centre = null; this.survol = -1; this.trouve = null;
    this.vues = this.dit.panneaux.map((_, rang) => this.vue(rang));
    const noms = [...this.fond.territoires, ...this.fond.bourgs].map(un => `${un.nom} (${un.code})`);
    this.liste.replaceChildren(...noms.map(nom => html('option', {value: nom})));
  }

  vue(rang) {
    const boite = html('figure', {}, this.panneaux);
    const titre = html('figcaption', {}, boite);
    const svg = el('svg', {role: 'img', preserveAspectRatio: 'xMidYMid meet'});
    boite.appendChild(svg);
    const motifs = el('defs', {}, svg);
    el('g', {class: 'voisins'}, svg).append(...this.fond.voisins.map(v => el('path', {d: v.d})));
    const cellules = el('g', {class: 'cellules'}, svg);
    const chemins = this.cellules.map((une, i) => el('path', {d: une.d, 'data-i': i}, cellules));
    const cases = el('g', {class: 'dessus'}, svg);
    if (this.dit.niveau !== 'commune') {
      el('path', {class: 'mailles', d: this.fond.communes.map(une => une.d).join('')}, svg);
    }
    const trames = el('g', {class: 'dessus'}, svg);
    el('path', {class: 'limites', d: this.fond.territoires.map(un => un.d).join('')}, svg);
    el('path', {class: 'contour', d: this.fond.contour}, svg);
    const survol = el('path', {class: 'survol'}, svg), trouve = el('path', {class: 'trouve'}, svg);
    const choisi = el('path', {class: 'choisi'}, svg), ecrits = el('g', {class: 'ecrits'}, svg);
    this.ecouter(svg);
    return {rang, titre, svg, motifs, chemins, cases, trames, survol, trouve, choisi, ecrits};
  }

  colorer(vue, panneau) {
    const prefixe = `${this.liste.id}-${vue.rang}-`;
    vue.titre.textContent = panneau.titre; vue.titre.hidden = !panneau.titre;
    vue.svg.setAttribute('aria-label', panneau.titre ? `${panneau.titre}. ${this.dit.alt}` : this.dit.alt);
    vue.motifs.innerHTML = '';
    vue.cases.replaceChildren(); vue.trames.replaceChildren();
    vue.chemins.forEach((chemin, i) => {
      const [fond, , marque] = panneau.classes[panneau.rangs[i]] ?? ['#ffffff', '', ''];
      chemin.setAttribute('fill', fond);
      chemin.classList.toggle('clair', /^#f[a-f0-9]f[a-f0-9]f/.test(fond));
      if (CASES[marque]) el('path', {d: this.cellules[i].d, fill: `url(#${prefixe}${CASES[marque]})`}, vue.cases);
    });
    for (const [code, [trame]] of Object.entries(this.dit.territoires)) {
      const lieu = this.fond.territoires.find(un => un.code === code);
      if (lieu && trame) el('path', {d: lieu.d, fill: `url(#${prefixe}${trame})`}, vue.trames);
    }
    vue.prefixe = prefixe;
  }

  legender() {
    this.legendes.replaceChildren();
    for (const {titre, lignes, note} of this.dit.legendes) {
      html('p', { class: 'titre-legende' }, this.legendes, titre);
      const liste = html('ul', {}, this.legendes);
      for (const [fond, encre, marque, mots] of lignes) {
        const ligne = html('li', {}, liste);
        const pastille = html('span', {class: `pastille ${CASES[marque] ?? ''}`, 'aria-hidden': 'true'}, ligne,
          CASES[marque] ? '' : marque);
        pastille.style.backgroundColor = fond; pastille.style.color = encre;
        html('span', {}, ligne, mots);
      }
      if (note) html('p', {class: 'note'}, this.legendes, note);
    }
    this.liens.replaceChildren();
    if (!this.dit.adresse) return;
    html('a', {href: this.dit.adresse, target: '_blank', rel: 'noopener'}, this.liens, 'Projeter cette carte');
    for (const genre of ['png', 'svg']) {
      const [chemin, reste] = this.dit.adresse.split('?');
      html('a', {href: `${chemin}.${genre}${reste ? '?' + reste : ''}`, download: '',
        'aria-label': `Télécharger la carte en ${genre.toUpperCase()}`}, this.liens, genre.toUpperCase());
    }
  }

  // Where one looks: the whole département when `zoom` is 1, as far as the frame shows its neighbours.
  fenetre(vue) {
    const large = vue.svg.clientWidth || 1, haut = vue.svg.clientHeight || 1;
    const marge = AUTOUR * COTE, {largeur, hauteur} = this.fond;
    const unite = Math.max((largeur + marge) / large, (hauteur + marge) / haut) / this.zoom;
    const [cx, cy] = this.centre ?? [largeur / 2, hauteur / 2];
    return {x: cx - unite * large / 2, y: cy - unite * haut / 2, l: unite * large, h: unite * haut, unite};
  }

  poser() {
    if (!this.fond) return;
    for (const vue of this.vues) {
      const f = this.fenetre(vue);
      vue.svg.setAttribute('viewBox', `${f.x} ${f.y} ${f.l} ${f.h}`);
      vue.svg.style.touchAction = this.zoom > 1 ? 'none' : 'pan-y';
      vue.motifs.innerHTML = motifs(vue.prefixe, f.unite);
      this.ecrire(vue, f);
    }
  }

  ecrire(vue, f) {
    const u = f.unite, pris = [], disques = [], panneau = this.dit.panneaux[vue.rang];
    vue.ecrits.replaceChildren();
    const mot = (texte, x, y, taille, encre, ancre = 'middle', halo = false) => {
      el('text', {x, y, 'font-size': taille * u, fill: encre, 'text-anchor': ancre,
        ...(halo ? {class: 'halo', 'stroke-width': 0.24 * taille * u} : {})}, vue.ecrits).textContent = texte;
    };
    const disque = (x, y, rayon, texte, taille) => {
      pris.push([x - rayon * u, y - rayon * u, x + rayon * u, y + rayon * u]);
      disques.push([x, y, rayon * u]);
      el('circle', {cx: x, cy: y, r: rayon * u, 'stroke-width': 1.8 * u, class: 'disque'}, vue.ecrits);
      mot(texte, x, y + taille * 0.36 * u, taille, '#1a2433');
    };
    panneau.rangs.forEach((rang, i) => {
      const [, encre, marque] = panneau.classes[rang] ?? [];
      if (marque && !CASES[marque]) mot(marque, this.cellules[i].x, this.cellules[i].y + 4 * u, 11, encre);
    });
    for (const un of this.fond.territoires) {
      const marque = this.dit.territoires[un.code]?.[1];
      if (marque) disque(un.x, un.y, 11, marque, 14);
    }
    const police = getComputedStyle(this.cadre).fontFamily, nommes = new Set();
    for (const [x, y, lettres, , ecrit] of this.dit.sites) {
      disque(x, y, 5 + 3 * lettres.length, lettres, 11);
      if (!ecrit) continue;
      const demi = mesure(ecrit, 13, police) * u / 2;
      nommes.add(ecrit);
      pris.push([x - demi, y - 24 * u, x + demi, y - 9 * u]);
      mot(ecrit, x, y - 13 * u, 13, '#1a2433', 'middle', true);
    }
    this.nommer(vue, f, pris, disques, mot, nommes);
  }

  nommer(vue, f, pris, disques, mot, nommes) {
    const style = getComputedStyle(this.cadre), police = style.fontFamily, grand = parseFloat(style.fontSize) / 16;
    const u = f.unite, large = vue.svg.clientWidth;
    const taille = (large < 300 ? 11 : large < 480 ? 12.5 : 15) * grand, ecart = 8;
    const au_plus = Math.round(VILLES * Math.min(1, (large / 560) ** 1.8) * Math.min(4, this.zoom));
    const dedans = b => b[0] >= f.x && b[1] >= f.y && b[2] <= f.x + f.l && b[3] <= f.y + f.h;
    const croise = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    const libre = b => dedans(b) && !pris.some(p => croise(p, b));
    const boite = (texte, x, y, ancre, t) => {
      const l = mesure(texte, t, police) * u, gauche = x - {start: 0, middle: l / 2, end: l}[ancre];
      return [gauche, y - 0.85 * t * u, gauche + l, y + 0.3 * t * u];
    };
    const point = ({x, y}) => [x - 2.4 * u, y - 2.4 * u, x + 2.4 * u, y + 2.4 * u];
    const villes = this.fond.bourgs.filter(une => !nommes.has(une.nom) && (this.zoom >= 2 || une.principale));
    const autour = villes.slice(0, au_plus).map(point), textes = [];
    let ecrites = 0;
    for (const ville of villes) {
      if (ecrites >= au_plus) break;
      if (textes.some(b => croise(b, point(ville)))) continue;  // a name already covers its point
      const {x, y, nom} = ville, m = y + 0.35 * taille * u;
      const essais = [[x + ecart * u, m, 'start'], [x - ecart * u, m, 'end'],
        [x, y - (ecart + 0.35 * taille) * u, 'middle'], [x, y + (ecart + 0.9 * taille) * u, 'middle']]
        .map(([px, py, ancre]) => [px, py, ancre, boite(nom, px, py, ancre, taille)]).filter(e => libre(e[3]));
      const place = essais.find(e => !autour.some(p => croise(p, e[3]))) ?? essais[0];
      if (!place) continue;
      ecrites += 1;
      textes.push(place[3]);
      pris.push(place[3], point(ville));
      mot(nom, place[0], place[1], taille, '#1a2433', place[2], true);
      if (!disques.some(([dx, dy, r]) => Math.hypot(x - dx, y - dy) < r)) {
        el('circle', {cx: x, cy: y, r: 2.6 * u, fill: '#1a2433', stroke: '#fff', 'stroke-width': 1.2 * u}, vue.ecrits);
      }
    }
    for (const {nom, x, y} of this.fond.voisins) {
      const b = nom && large >= 300 && boite(nom, x, y, 'middle', taille * 0.9);
      if (b && libre(b)) {
        pris.push(b);
        mot(nom, x, y, taille * 0.9, '#566173', 'middle', true);
      }
    }
  }

  // ------------------------------------------------------------------------------------------------- gestures
  ecouter(svg) {
    let depart = null, bouge = false;
    svg.addEventListener('pointerdown', e => { depart = [e.clientX, e.clientY, this.centre]; bouge = false; });
    svg.addEventListener('pointermove', e => {
      this.survoler(Number(e.target.dataset?.i ?? -1));
      if (!depart || this.zoom <= 1) return;
      const dx = e.clientX - depart[0], dy = e.clientY - depart[1];
      if (!bouge && Math.hypot(dx, dy) < 5) return;
      if (!bouge) { bouge = true; svg.setPointerCapture(e.pointerId); }
      const unite = this.fenetre(this.vues[0]).unite, [cx, cy] = depart[2] ?? this.milieu();
      this.centre = [cx - dx * unite, cy - dy * unite];
      this.poser();
    });
    svg.addEventListener('pointerup', () => { depart = null; });
    svg.addEventListener('pointerleave', () => { depart = null; this.survoler(-1); });
    svg.addEventListener('click', e => {
      const i = Number(e.target.dataset?.i ?? -1);
      if (bouge || i < 0 || e.detail > 1) return; // the second press of a double click is no other choice
      if (this.dit.clic) this.cliquer(this.cellules[i].code);
      else this.choisir(i === this.choisi ? '' : this.cellules[i].code);
    });
  }

  milieu() { return [this.fond.largeur / 2, this.fond.hauteur / 2]; }

  survoler(i) {
    if (i === this.survol) return;
    this.survol = i;
    this.vues.forEach(vue => vue.survol.setAttribute('d', this.cellules[i]?.d ?? ''));
    this.dire();
  }

  // What is under the pointer, else what is chosen: its name, and its value on each map.
  dire() {
    const i = this.survol >= 0 ? this.survol : this.choisi;
    this.valeur.replaceChildren();
    if (i < 0) {
      html('span', {class: 'attente'}, this.valeur, 'La valeur du lieu pointé ou choisi se lit ici.');
      return;
    }
    html('strong', {}, this.valeur, this.cellules[i].nom);
    this.dit.panneaux.forEach(({titre, textes}) =>
      html('span', {}, this.valeur, titre && this.vues.length > 1 ? `${titre} : ${textes[i]}` : textes[i]));
  }

  zoomer(facteur) {
    if (!this.fond) return;
    if (this.zoom === 1 && facteur > 1 && this.choisi >= 0) {
      this.centre = [this.cellules[this.choisi].x, this.cellules[this.choisi].y];
    }
    this.zoom = Math.min(ZOOM_MAX, Math.max(1, this.zoom * facteur));
    if (this.zoom < 1.05) { this.zoom = 1; this.centre = null; }
    this.poser();
  }

  toutVoir() {
    this.zoom = 1; this.centre = null; this.champ.value = '';
    this.vues.forEach(vue => vue.trouve.setAttribute('d', ''));
    this.poser();
  }

  // A commune or a territory found by its name: centred, outlined, and chosen (its territory on a map of territories).
  trouver(texte) {
    const cherche = plat(texte);
    if (!cherche || !this.fond) return;
    const lieux = [...this.fond.territoires, ...this.fond.bourgs].map(un => ({...un, dit: plat(`${un.nom} (${un.code})`)}));
    const lieu = lieux.find(un => un.dit === cherche) ?? lieux.find(un => un.dit.startsWith(cherche))
      ?? lieux.find(un => un.dit.includes(cherche));
    if (!lieu) { this.valeur.textContent = `Aucun lieu de la carte ne s'appelle « ${texte} ».`; return; }
    const commune = 'habitants' in lieu;
    const trace = (commune ? this.fond.communes : this.fond.territoires).find(un => un.code === lieu.code);
    this.vues.forEach(vue => vue.trouve.setAttribute('d', trace?.d ?? ''));
    this.survoler(-1);
    this.zoom = Math.max(this.zoom, commune ? 4 : 2); this.centre = [lieu.x, lieu.y];
    this.champ.value = `${lieu.nom} (${lieu.code})`;
    this.poser();
    const cellule = this.dit.niveau === 'commune' ? (commune ? lieu : null)
      : commune ? this.fond.territoires[lieu.territoire] : lieu;
    if (cellule && this.cellules[this.choisi]?.code !== cellule.code) this.choisir(cellule.code);
  }
}

const toile = document.createElement('canvas').getContext('2d'), largeurs = new Map();
function mesure(texte, taille, police) {
  if (!largeurs.has(texte)) {
    toile.font = `700 100px ${police}`;
    largeurs.set(texte, toile.measureText(texte).width / 100);
  }
  return largeurs.get(texte) * taille * 1.08;
}

function motifs(prefixe, u) {
  const lignes = [['dense', 8], ['claire', 16]].map(([nom, pas]) =>
    `<pattern id="${prefixe}${nom}" width="${pas * u}" height="${pas * u}" patternUnits="userSpaceOnUse" `
    + `patternTransform="rotate(45)"><path d="M0 0V${pas * u}" stroke="#1a2433" stroke-width="${1.8 * u}"/></pattern>`);
  const c = 6 * u;
  return `${lignes.join('')}<pattern id="${prefixe}manquant" width="${c}" height="${c}" patternUnits="userSpaceOnUse">`
    + `<path d="M0 0H${c}" stroke="#7b8796" stroke-width="${1.6 * u}"/></pattern>`
    + `<pattern id="${prefixe}secret" width="${c}" height="${c}" patternUnits="userSpaceOnUse">`
    + `<circle cx="${c / 2}" cy="${c / 2}" r="${1.1 * u}" fill="#3c4858"/></pattern>`;
}

export default function (composant) {
  const racine = composant.parentElement;
  if (!cartes.has(racine)) cartes.set(racine, new Carte(racine));
  cartes.get(racine).recevoir(composant);
}
