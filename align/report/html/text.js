// The texts side by side: what belongs together lights up together, and one sentence at a time is
// chosen, to see its counterpart and to decide on the link.
const text = { view: "pairs", chosen: null, sentence: null };

const tiesOf = (bead) => document.querySelectorAll(`.tie[data-row="${bead.id}"]`);

const mark = (bead, name, on) => {
  if (!bead) return;
  for (const node of [...sentencesOf(bead), ...tiesOf(bead)]) node.classList.toggle(name, on);
};

// Bring an element into the part of the window that no bar covers; with another one, if there is
// room for both. What comes near the screen is laid out only then, so look once more.
const bringIntoView = (element, also, looks = 2) => {
  const top = document.querySelector(".bar").getBoundingClientRect().bottom + 8;
  const bar = byId("bead");
  const bottom = innerHeight - (bar.hidden ? 0 : bar.offsetHeight) - 8;
  const box = element.getBoundingClientRect();
  const other = also?.getBoundingClientRect() ?? box;
  const low = Math.min(box.top, other.top);
  const high = Math.max(box.bottom, other.bottom);
  const fits = high - low <= bottom - top;
  const [from, to] = fits ? [low, high] : [box.top, box.bottom];
  if (from >= top && to <= bottom) return;
  const by = from < top || to - from > bottom - top ? from - top : to - bottom;
  scrollBy({ top: by, behavior: "instant" });
  if (looks) requestAnimationFrame(() => bringIntoView(element, also, looks - 1));
};

const unchoose = () => {
  mark(text.chosen, "sel", false);
  text.chosen = null;
  byId("bead").hidden = true;
};

const paintBar = () => {
  const bead = text.chosen;
  const bar = byId("bead");
  const { decision } = decisions.of(bead.id);
  for (const button of bar.querySelectorAll("[data-choice]")) {
    button.hidden = !bead.linked;
    button.setAttribute("aria-pressed", String(button.dataset.choice === decision));
  }
  for (const side of ["source", "target"]) {
    bar.querySelector(`[data-go=${side}]`).hidden = !bead.linked;
  }
};

const fillBar = (sentence) => {
  const bead = text.chosen;
  const bar = byId("bead");
  if (!bar.firstElementChild) bar.append(byId("bead-bar").content.cloneNode(true));
  byId("bead-row").replaceChildren(phrase("row", { row: bead.row }));
  const said = [];
  if (bead.state === "aside") said.push(phrase("null_aside"));
  else if (!bead.linked) said.push(phrase(bead.source.length ? "null_target" : "null_source"));
  else {
    const type = `${bead.source.length} : ${bead.target.length}`;
    if (bead.state === "moved") said.push(phrase("moved"));
    if (bead.flaw) said.push(phrase(bead.flaw));
    said.push(phrase("numbers", { type, p: bead.p.toFixed(2), s: bead.s.toFixed(2) }));
  }
  bar.querySelector(".said").replaceChildren(...said.flatMap((node) => [" · ", node]));
  const before = sentence.previousElementSibling;
  const place = before?.classList.contains("place") ? [...before.cloneNode(true).childNodes] : [];
  bar.querySelector(".where").replaceChildren(...(place.length ? [" · ", ...place] : []));
  const other = bead[opposite(sideOf(sentence))].map((id) => textIn(byId(id)));
  bar.querySelector("[role=status]").textContent = other.join(" ");
  bar.hidden = false;
  paintBar();
};

// Choose a sentence's bead, and see to it that the counterpart can be seen. A sentence that the
// keyboard is on stays in view itself.
const choose = (sentence, { keepInView = false, scroll = true } = {}) => {
  const bead = beads.bySentence.get(sentence.id);
  if (text.chosen !== bead) {
    mark(text.chosen, "sel", false);
    text.chosen = bead;
    mark(bead, "sel", true);
  }
  if (text.sentence !== sentence) text.sentence?.removeAttribute("tabindex");
  text.sentence = sentence;
  sentence.tabIndex = 0;
  fillBar(sentence);
  if (!scroll) return;
  const other = byId(bead[opposite(sideOf(sentence))][0]);
  if (keepInView || !other) bringIntoView(sentence, other);
  else bringIntoView(other, sentence);
};

const focusSentence = (sentence) => {
  if (!sentence) return;
  sentence.tabIndex = 0;
  sentence.focus({ preventScroll: true });
  choose(sentence, { keepInView: true });
};

const decideLink = (bead, choice) => {
  if (!bead?.linked) return;
  const decision = decisions.of(bead.id).decision === choice ? "" : choice;
  decisions.change(bead.id, { decision });
  say(decision || "link_open", { row: bead.row });
};

const goSide = (side) => {
  if (side === "away") {
    const { sentence } = text;
    unchoose();
    sentence?.focus({ preventScroll: true });
    return;
  }
  focusSentence(byId(text.chosen?.[side][0]));
};

const neighbour = (sentence, by) => {
  const [number, n] = sentence.id.slice(1).split("-").map(Number);
  return byId(`d${number}-${n + by}`);
};

const prepareKeys = (pairs) => {
  const moves = {
    ArrowDown: (sentence) => focusSentence(neighbour(sentence, 1)),
    ArrowUp: (sentence) => focusSentence(neighbour(sentence, -1)),
    ArrowLeft: () => goSide("source"),
    ArrowRight: () => goSide("target"),
    Escape: () => unchoose(),
  };
  pairs.addEventListener("keydown", (event) => {
    const sentence = event.target;
    if (!sentence.matches(".x")) return;
    const choice = { a: "confirmed", d: "rejected" }[keyOf(event)];
    const move = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey ? null : moves[event.key];
    if (!choice && !move) return;
    event.preventDefault();
    if (choice) decideLink(text.chosen, choice);
    else move(sentence);
  });
};

const preparePairs = (pairs) => {
  let over = null;
  const beadUnder = (target) => {
    const tie = target.closest?.(".tie");
    return tie ? beadOfRow(tie.dataset.row) : beads.bySentence.get(target.closest?.(".x")?.id);
  };
  const light = (event) => {
    const bead = event.type === "pointerleave" ? null : (beadUnder(event.target) ?? null);
    if (bead === over) return;
    mark(over, "lit", false);
    over = bead;
    mark(bead, "lit", true);
  };
  pairs.addEventListener("pointerover", light);
  pairs.addEventListener("pointerleave", light);
  pairs.addEventListener("click", (event) => {
    if (event.target.closest("a") || getSelection().toString()) return;
    const sentence = event.target.closest(".x");
    const bead = beadUnder(event.target);
    if (sentence) {
      choose(sentence);
      sentence.focus({ preventScroll: true });
    } else if (bead) choose(byId((bead.source[0] ?? bead.target[0])));
  });
  let pressed = false;
  addEventListener("pointerdown", () => (pressed = true), true);
  addEventListener("pointerup", () => setTimeout(() => (pressed = false)), true);
  addEventListener("pointercancel", () => (pressed = false), true);
  pairs.addEventListener("focusin", (event) => {
    if (!pressed && event.target.matches(".x")) choose(event.target, { keepInView: true });
  });
  prepareKeys(pairs);
  const first = pairs.querySelector(".x");
  if (first) {
    text.sentence = first;
    first.tabIndex = 0;
  }
};

// What stands at the top of the window, to show the same place in the other view.
const beadInView = () => {
  const line = document.querySelector(".bar").getBoundingClientRect().bottom + 8;
  const all = text.view === "pairs" ? "#pairs .pair" : "#rows tr[id]";
  const chunks = [...byId(text.view).children];
  const chunk = chunks.find((x) => x.getBoundingClientRect().bottom > line);
  const at = [...(chunk?.querySelectorAll(all) ?? [])].find((x) => x.getBoundingClientRect().bottom > line);
  return text.view === "pairs" ? beads.bySentence.get(at?.querySelector(".x")?.id) : beadOfRow(at?.id ?? "");
};

const showView = (view, bead) => {
  if (view === "rows" && !byId("rows").firstChild) prepareRows();
  text.view = view;
  if (view === "rows") unchoose();
  for (const name of ["pairs", "rows"]) byId(name).hidden = name !== view;
  byId("ways").hidden = view === "rows";
  for (const button of document.querySelectorAll(".views button")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
  if (!bead) return;
  if (view === "rows") showRow(bead);
  else sentencesOf(bead)[0].scrollIntoView();
};

// A link to a row, a sentence or a mark, in the view that is open.
const arrive = () => {
  const id = location.hash.slice(1);
  const bead = beadAt(id);
  if (!bead) return;
  if (text.view === "rows") {
    showRow(bead);
    return;
  }
  const place = byId(id)?.closest("#pairs .x") ?? sentencesOf(bead)[0];
  choose(place, { scroll: false });
  bringIntoView(byId(id)?.closest("#pairs") ? byId(id) : place, byId(bead[opposite(sideOf(place))][0]));
};

const lightFindings = () => {
  let lit = "";
  // A mark's other half, here and in the list, while the mouse or the keyboard is on one.
  const light = (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const on = event.type === "focusout" ? null : target?.closest("mark[data-finding]");
    const finding = on?.dataset.finding ?? "";
    if (finding === lit) return;
    lit = finding;
    document.querySelectorAll("mark.lit").forEach((x) => x.classList.remove("lit"));
    if (!lit) return;
    document.querySelectorAll(`mark[data-finding="${lit}"]`).forEach((x) => x.classList.add("lit"));
  };
  for (const name of ["pointerover", "focusin", "focusout"]) document.addEventListener(name, light);
};

const prepareText = () => {
  const pairs = byId("pairs");
  const rows = byId("rows");
  preparePairs(pairs);
  prepareRibbons();
  lightFindings();
  rows.addEventListener("click", (event) => {
    const button = event.target.closest(".link button");
    if (button) decideLink(beadOfRow(button.closest("tr").id), button.dataset.choice);
  });
  byId("bead").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.choice) decideLink(text.chosen, button.dataset.choice);
    else goSide(button.dataset.go);
  });
  document.querySelector(".views").addEventListener("click", (event) => {
    const view = event.target.closest("button")?.dataset.view;
    if (view && view !== text.view) showView(view, text.chosen ?? beadInView());
  });
  decisions.watchers.push((id) => {
    const bead = beadOfRow(id);
    if (!bead) return;
    const row = byId(id);
    if (row) paintRow(row);
    for (const tie of tiesOf(bead)) tie.dataset.decision = decisions.of(id).decision;
    if (text.chosen === bead) paintBar();
  });
  byId("switch").addEventListener("click", () => label(rows.querySelectorAll(".link button")));
  addEventListener("hashchange", arrive);
  arrive();
};
