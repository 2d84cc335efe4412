// What the editor decided. Findings are kept under their ids, links under the ids of their rows.
const EMPTY = Object.freeze({ decision: "", comment: "" });
const FORMAT = "duizhao-decisions";
const CHOICES = { finding: ["accepted", "dismissed"], link: ["confirmed", "rejected"] };

const decisions = {
  state: new Map(),
  history: [],
  watchers: [],
  data: null,
  waiting: 0,

  of(id) {
    return this.state.get(id) ?? EMPTY;
  },

  isLink(id) {
    return !(id in this.data.findings);
  },

  // Change something and remember what was there. A comment that grows is one change.
  change(id, news, growing = false) {
    const before = this.of(id);
    const last = this.history.at(-1);
    if (!(growing && last?.id === id && last.growing)) this.history.push({ id, before, growing });
    this.put(id, { ...before, ...news });
  },

  put(id, value) {
    this.state.set(id, value);
    for (const watcher of this.watchers) watcher(id);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), 300);
  },

  // Take back the last change, or the last one of this finding or link.
  undo(id) {
    const at = this.history.findLastIndex((change) => id === undefined || change.id === id);
    if (at < 0) {
      // What was decided before this page was opened: taken back, and that can be undone.
      if (id === undefined || !this.of(id).decision) return null;
      this.change(id, { decision: "" });
      return id;
    }
    const [change] = this.history.splice(at, 1);
    this.put(change.id, change.before);
    return change.id;
  },

  left() {
    return Object.keys(this.data.findings).filter((id) => !this.of(id).decision).length;
  },

  // The file's form; with ids and what was taken back too, for this browser only.
  entries(own = false) {
    const findings = [];
    const links = [];
    const order = new Map(Object.keys(this.data.findings).map((id, i) => [id, i]));
    for (const [id, { decision, comment }] of this.state) {
      if (!own && !decision && !comment) continue;
      if (this.isLink(id)) {
        const [source, target] = rowTexts(id);
        links.push({ source, target, decision, id });
      } else {
        const [source, target, context] = this.data.findings[id];
        const { category } = cardOf(id).dataset;
        findings.push({ category, source, target, context, decision, comment, id });
      }
    }
    const row = ({ id }) => Number(id.slice(1));
    links.sort((a, b) => row(a) - row(b));
    findings.sort((a, b) => order.get(a.id) - order.get(b.id));
    const file = { format: FORMAT, version: 1, findings, links };
    if (!own) for (const entry of [...findings, ...links]) delete entry.id;
    return file;
  },

  keep() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    const kept = store(this.data.key, JSON.stringify(this.entries(true)));
    byId("unkept").hidden = kept;
  },

  // Take entries in; return how many were known and how many were not.
  take(file) {
    const findings = new Map();
    for (const [id, [source, target, context]] of Object.entries(this.data.findings)) {
      listed(findings, JSON.stringify([cardOf(id).dataset.category, source, target, context])).push(id);
    }
    const rows = new Map();
    if (file.links.length) {
      for (const bead of beads.list) {
        if (bead.linked) listed(rows, JSON.stringify(rowTexts(bead.id))).push(bead.id);
      }
    }
    let known = 0;
    let unknown = 0;
    const accept = (candidates, entry, choices) => {
      const id = candidates?.includes(entry.id) ? entry.id : candidates?.[0];
      if (id === undefined || !["", ...choices].includes(entry.decision)) {
        unknown += 1;
        return;
      }
      candidates.splice(candidates.indexOf(id), 1);
      known += 1;
      this.state.set(id, { decision: entry.decision, comment: String(entry.comment ?? "") });
      for (const watcher of this.watchers) watcher(id);
    };
    for (const entry of file.findings) {
      const { category, source, target, context } = entry;
      accept(findings.get(JSON.stringify([category, source, target, context])), entry, CHOICES.finding);
    }
    for (const entry of file.links) {
      accept(rows.get(JSON.stringify([entry.source, entry.target])), entry, CHOICES.link);
    }
    return { known, unknown };
  },
};

const listed = (map, key) => {
  if (!map.has(key)) map.set(key, []);
  return map.get(key);
};

// The sentences of a row as one text a side. The page has them all but for rows of several
// sentences, whose texts are put together by the rules of their languages.
const rowTexts = (id) => {
  const known = decisions.data.rows[id.slice(1)];
  if (known) return known;
  const bead = beadOfRow(id);
  return [bead.source, bead.target].map(([first]) => textIn(byId(first)));
};

const readFile = (text) => {
  try {
    const file = JSON.parse(text);
    const whole = file.format === FORMAT && file.version === 1;
    const findings = file.findings ?? [];
    const links = file.links ?? [];
    const objects = (list) => Array.isArray(list) && list.every((x) => x && typeof x === "object");
    return whole && objects(findings) && objects(links) ? { findings, links } : null;
  } catch {
    return null;
  }
};

const saveDecisions = () => {
  const text = `${JSON.stringify(decisions.entries(), null, 1)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `${decisions.data.name}.decisions.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  say("saved", { name: link.download });
};

const loadDecisions = async (input) => {
  const [chosen] = input.files;
  if (!chosen) return;
  const file = readFile(await chosen.text());
  input.value = "";
  if (!file) {
    say("refused");
    return;
  }
  const { known, unknown } = decisions.take(file);
  decisions.history.length = 0;
  decisions.keep();
  say(unknown ? "loaded_some" : "loaded", { known, unknown });
};

const prepareDecisions = (data) => {
  decisions.data = data;
  for (const [id, finding] of Object.entries(data.findings)) {
    const [decision, comment] = finding.slice(-2);
    if (decision || comment) decisions.state.set(id, { decision, comment });
  }
  const kept = readFile(stored(data.key) ?? "");
  if (kept) decisions.take(kept);
  byId("unkept").hidden = store("duizhao", "");
  addEventListener("pagehide", () => decisions.waiting && decisions.keep());
  byId("save").addEventListener("click", saveDecisions);
  byId("load").addEventListener("change", (event) => loadDecisions(event.target));
  const count = () => {
    const total = Object.keys(data.findings).length;
    byId("left").replaceChildren(phrase("left", { left: decisions.left(), total }));
  };
  count();
  decisions.watchers.push(count);
};
