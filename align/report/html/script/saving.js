// Decisions kept in the browser, saved to a file and loaded from one.

import { forBrowser, forFile, readEntries, takeEntries } from "./decision_file.js";
import { get } from "./dom.js";
import { phrase, say } from "./language.js";
import { store, stored } from "./storage.js";
import { textIn } from "./text/sentences.js";

/** How long a growing comment waits before it is kept, in milliseconds. */
const PAUSE = 300;
/** How long a saved file may be fetched, in milliseconds. */
const FETCHING_TIME = 60000;

class Saving {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;

  /** @param {PageData} report @param {Beads} beads @param {Decisions} decisions */
  constructor(report, beads, decisions) {
    this.report = report;
    this.beads = beads;
    this.decisions = decisions;
  }

  // The sentences of a row as one text a side. The page has them all but for rows of several
  // sentences, whose texts are put together by the rules of their languages.
  /** @param {string} id @returns {Texts} */
  textsOf = (id) => {
    const known = this.report.rows[id.slice(1)];
    if (known) return known;
    const { source = [], target = [] } = this.beads.ofRow(id) ?? {};
    return { source: textIn(source[0]), target: textIn(target[0]) };
  };

  /** @param {Entries} entries */
  take(entries) {
    const rows = this.beads.list.filter((bead) => bead.linked).map((bead) => bead.id);
    return takeEntries(this.decisions, entries, rows, this.textsOf);
  }

  /** Take in what this browser kept, and keep what changes. */
  start() {
    const kept = readEntries(stored(this.report.key) ?? "");
    if (kept) this.take(kept);
    get("unkept").hidden = store("duizhao", "");
    this.decisions.watchers.push(() => {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.keep(), PAUSE);
    });
    addEventListener("pagehide", () => {
      if (this.#waiting !== undefined) this.keep();
    });
  }

  keep() {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    const kept = store(this.report.key, forBrowser(this.decisions, this.textsOf));
    get("unkept").hidden = kept;
  }

  save() {
    const text = forFile(this.decisions, this.textsOf);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${this.report.name}.decisions.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), FETCHING_TIME);
    say("saved", { name: link.download });
  }

  /** @param {HTMLInputElement} input */
  async load(input) {
    const chosen = input.files?.[0];
    if (!chosen) return;
    const entries = readEntries(await chosen.text());
    input.value = "";
    if (!entries) {
      say("refused");
      return;
    }
    const { known, unknown } = this.take(entries);
    this.decisions.history.length = 0;
    this.keep();
    say(unknown ? "loaded_some" : "loaded", { known, unknown });
  }
}

/** @param {PageData} report @param {Beads} beads @param {Decisions} decisions */
export const prepareSaving = (report, beads, decisions) => {
  const saving = new Saving(report, beads, decisions);
  saving.start();
  get("save").addEventListener("click", () => saving.save());
  const input = get("load", HTMLInputElement);
  input.addEventListener("change", () => saving.load(input));
  const total = decisions.asked().length;
  get("left").hidden = total === 0;
  const count = () =>
    get("left").replaceChildren(phrase("say.left", { left: decisions.left(), total }));
  count();
  decisions.watchers.push(count);
};
