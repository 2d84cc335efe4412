// The side-by-side view: decisions on links, and what belongs together lights up together.

// Thousands of buttons are kept light: a label each, which changes with the language.
const label = (buttons) => {
  for (const button of buttons) {
    const name = phrase(button.dataset.label).querySelector(`.${root.dataset.ui}`).textContent;
    button.ariaLabel = name;
    button.title = name;
  }
};

const equipRows = (table) => {
  const pair = byId("link").content.querySelector(".link");
  label(pair.children);
  for (const row of table.querySelectorAll("tr.linked, tr.moved")) {
    const cell = row.querySelector("td.b");
    if (cell.querySelector(".link")) continue;
    cell.prepend(pair.cloneNode(true));
    paintRow(row);
  }
};

const paintRow = (row) => {
  const { decision } = decisions.of(row.id);
  row.dataset.decision = decision;
  for (const button of row.querySelectorAll(".link button")) {
    button.setAttribute("aria-pressed", String(button.dataset.choice === decision));
  }
};

// From a place on a map to the sentence there; the lengths are those of the sentences.
const sentenceAt = (lengths, share) => {
  let rest = share * lengths.reduce((sum, length) => sum + length, 0);
  const at = lengths.findIndex((length) => (rest -= length) < 0);
  return at < 0 ? lengths.length - 1 : at;
};

// The symbol that a click was meant for: symbols are thin, so near is enough.
const REACH = 12;
const nearest = (spots, { clientX, clientY }) => {
  let best = null;
  let least = REACH;
  for (const spot of spots) {
    const box = spot.getBoundingClientRect();
    const x = Math.max(box.left - clientX, clientX - box.right, 0);
    const y = Math.max(box.top - clientY, clientY - box.bottom, 0);
    if (Math.hypot(x, y) < least) [best, least] = [spot, Math.hypot(x, y)];
  }
  return best;
};

const prepareMaps = (lengths) => {
  const jump = (number, share) => {
    const at = sentenceAt(lengths[number], share);
    const row = byId(`d${number}-${at}`)?.closest("tr");
    if (row) goTo(row.id);
  };
  for (const map of document.querySelectorAll(".map")) {
    map.addEventListener("click", (event) => {
      if (!event.detail || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const box = map.getBoundingClientRect();
      event.preventDefault();
      jump(Number(map.dataset.document), (event.clientX - box.left) / box.width);
    });
  }
  for (const plot of document.querySelectorAll("svg.plot")) {
    plot.addEventListener("click", (event) => {
      const spot = nearest(plot.querySelectorAll(".spot"), event);
      const box = plot.getBoundingClientRect();
      if (spot) goTo(`r${spot.dataset.row}`);
      else jump(Number(plot.dataset.document), (event.clientX - box.left) / box.width);
    });
  }
};

const prepareText = (data) => {
  const text = byId("text");
  let lit = "";

  // A mark's other half, here and in the list, while the mouse or the keyboard is on one.
  const light = (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const mark = event.type === "focusout" ? null : target?.closest("mark[data-finding]");
    const finding = mark?.dataset.finding ?? "";
    if (finding === lit) return;
    lit = finding;
    document.querySelectorAll("mark.lit").forEach((x) => x.classList.remove("lit"));
    if (!lit) return;
    document.querySelectorAll(`mark[data-finding="${lit}"]`).forEach((x) => x.classList.add("lit"));
  };
  for (const name of ["pointerover", "focusin", "focusout"]) document.addEventListener(name, light);

  text.addEventListener("click", (event) => {
    const button = event.target.closest(".link button");
    if (!button) return;
    const row = button.closest("tr");
    const choice = button.dataset.choice;
    const decision = decisions.of(row.id).decision === choice ? "" : choice;
    decisions.change(row.id, { decision });
    say(decision || "link_open", { row: row.id.slice(1) });
  });
  decisions.watchers.push((id) => {
    if (decisions.isLink(id)) paintRow(byId(id));
  });
  for (const [id] of decisions.state) {
    if (decisions.isLink(id)) paintRow(byId(id));
  }
  byId("switch").addEventListener("click", () => label(text.querySelectorAll(".link button")));
  whenNear([...text.querySelectorAll("table.beads")], 2, equipRows);
  prepareMaps(data.lengths);
};
