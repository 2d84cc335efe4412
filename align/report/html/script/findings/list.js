// The list of findings: which cards stand in the page, and in which order.

import { find, first, get } from "../dom.js";
import { inSlices } from "../frames.js";
import { equip, fill } from "./cards.js";
import { askForAll, fits, fold, readForm, searchText, sorted } from "./filter.js";

/** Cards shown at first, and with each request for more. */
const PAGE = 100;
/** Cards put in place in one frame. */
const AT_ONCE = 10;

export class FindingList {
  /** The number of the latest request; an older one that still runs gives way. */
  #run = 0;
  /** @type {Map<string, string>} */
  #texts = new Map();

  /** @param {HTMLFormElement} form @param {Group[]} groups @param {Decisions} decisions */
  constructor(form, groups, decisions) {
    this.form = form;
    this.groups = groups;
    this.decisions = decisions;
    this.cards = groups.flatMap(({ cards }) => cards);
    this.byId = new Map(this.cards.map((card) => [card.id, card]));
    this.sort = "severity";
    this.order = this.cards;
    this.matches = this.cards;
    this.limit = PAGE;
    this.placed = 0;
  }

  // Show what the form asks for.
  /** @param {() => void} [then] */
  apply(then) {
    const wanted = readForm(this.form);
    get("least").textContent = String(Math.round(100 * wanted.confidence));
    this.#sortBy(wanted.sort);
    const run = this.#begin();
    /** @type {HTMLElement[]} */
    const found = [];
    const look = (/** @type {HTMLElement} */ card) => {
      if (this.#fits(card, wanted)) found.push(card);
    };
    const done = () => {
      this.matches = found;
      this.#count();
      this.#place(Math.min(AT_ONCE, this.limit));
      this.#fillUp(run);
      then?.();
    };
    inSlices(this.order, look, done, () => run !== this.#run);
  }

  /** @param {() => void} [then] */
  applyFromStart(then) {
    this.limit = PAGE;
    this.apply(then);
  }

  // Show every finding, also those that stand behind.
  /** @param {() => void} [then] */
  showAllKinds(then) {
    askForAll(this.form);
    this.applyFromStart(then);
  }

  // Bring a card into the page, by showing more or, if a filter hides it, everything.
  /** @param {HTMLElement} card @param {() => void} then */
  show(card, then) {
    const at = this.matches.indexOf(card);
    if (at < 0) {
      this.showAllKinds(() => this.show(card, then));
      return;
    }
    if (at >= this.placed) {
      this.limit = Math.max(this.limit, Math.ceil((at + 1) / PAGE) * PAGE);
      this.#place(at + AT_ONCE);
      const run = this.#begin();
      requestAnimationFrame(() => this.#fillUp(run));
    }
    then();
  }

  showAll() {
    this.#place(this.matches.length);
  }

  #begin() {
    this.#run += 1;
    return this.#run;
  }

  /** @param {string} sort */
  #sortBy(sort) {
    if (sort === this.sort) return;
    this.sort = sort;
    this.order = sorted(this.cards, this.decisions.findings, sort);
    const label = first(this.form, `[name=sort][value=${sort}] + span`);
    get("in-order-title").replaceChildren(...label.cloneNode(true).childNodes);
  }

  /** @param {HTMLElement} card @param {Wanted} wanted */
  #fits(card, wanted) {
    const { severity = "", kind = "" } = card.dataset;
    const { confidence } = this.decisions.findings[card.id];
    const { decision } = this.decisions.of(card.id);
    return fits(wanted, { severity, kind, decision, confidence, text: () => this.#textOf(card) });
  }

  /** @param {HTMLElement} card */
  #textOf(card) {
    const text = this.#texts.get(card.id) ?? searchText(card, this.decisions.findings[card.id]);
    this.#texts.set(card.id, text);
    const { comment } = this.decisions.of(card.id);
    return comment ? `${text}\n${fold(comment)}` : text;
  }

  // Say how many there are, and let the marks in the texts be those of the list.
  #count() {
    const { findings } = this.decisions;
    const isWide = this.matches.some((card) => findings[card.id].behind);
    get("shown").textContent = String(this.matches.length);
    get("no-match").hidden = this.matches.length > 0 || this.decisions.asked().length === 0;
    document.documentElement.dataset.behind = isWide ? "shown" : "hidden";
    for (const { section } of this.groups) {
      const { severity } = section.dataset;
      const own = this.matches.filter((card) => card.dataset.severity === severity);
      first(section, "h3 small").textContent = String(own.length);
    }
    const [wider, narrower] = [find("wider"), find("narrower")];
    if (wider) wider.hidden = isWide;
    if (narrower) narrower.hidden = !isWide;
  }

  // Put the first matches into their lists; those that are new get their buttons.
  /** @param {number} count */
  #place(count) {
    const seen = this.matches.slice(0, count);
    this.placed = seen.length;
    const isBySeverity = this.sort === "severity";
    for (const { section } of this.groups) {
      const { severity } = section.dataset;
      const own = seen.filter((card) => card.dataset.severity === severity);
      fillSection(section, isBySeverity ? own : []);
    }
    fillSection(get("in-order"), isBySeverity ? [] : seen);
    for (const card of seen) equip(card, this.decisions.of(card.id));
    get("more").hidden = this.matches.length <= Math.max(this.placed, this.limit);
    get("rest").textContent = String(this.matches.length - this.limit);
  }

  // Place some more with each frame.
  /** @param {number} run */
  #fillUp(run) {
    if (run !== this.#run || this.placed >= Math.min(this.limit, this.matches.length)) return;
    this.#place(this.placed + AT_ONCE);
    requestAnimationFrame(() => this.#fillUp(run));
  }
}

/** @param {HTMLElement} section @param {HTMLElement[]} cards */
const fillSection = (section, cards) => {
  fill(first(section, "ul"), cards);
  section.hidden = !cards.length;
};
