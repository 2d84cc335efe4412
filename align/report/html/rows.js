// The second view: a row for each bead, with its numbers. The tables are made from the paragraphs
// when they come near the screen.
const ROWS_A_TABLE = 25;

// Thousands of buttons are kept light: a label each, which changes with the language.
const label = (buttons) => {
  for (const button of buttons) {
    const name = phrase(button.dataset.label).querySelector(`.${root.dataset.ui}`).textContent;
    button.ariaLabel = name;
    button.title = name;
  }
};

const paintRow = (row) => {
  const { decision } = decisions.of(row.id);
  row.dataset.decision = decision;
  for (const button of row.querySelectorAll(".link button")) {
    button.setAttribute("aria-pressed", String(button.dataset.choice === decision));
  }
};

const element = (name, className, ...children) => {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
};

const linkTo = (id, className, ...children) => {
  const link = element("a", className, ...children);
  link.href = `#${id}`;
  return link;
};

const cellLine = (id) => {
  const sentence = byId(id);
  const para = sentence.closest(".para");
  const copy = sentence.cloneNode(true);
  copy.removeAttribute("tabindex");
  for (const node of [copy, ...copy.querySelectorAll("[id]")]) node.removeAttribute("id");
  copy.className = para.classList.contains("heading") ? "x heading" : "x";
  copy.lang = para.lang;
  copy.dir = "auto";
  const line = element("p", "");
  const kind = para.querySelector(".kind");
  if (kind) line.append(kind.cloneNode(true), " ");
  line.append(element("span", "id", id.split("-")[1]), " ");
  const place = sentence.previousElementSibling;
  if (place?.classList.contains("place")) {
    const shown = place.cloneNode(true);
    shown.classList.remove("away");
    line.append(shown, " ");
  }
  line.append(copy);
  return line;
};

const rowCell = (bead, side) => {
  if (bead[side].length) return element("td", side, ...bead[side].map(cellLine));
  const note = phrase(bead.state === "aside" ? "null_aside" : `null_${side}`);
  return element("td", `${side} empty`, element("p", "note", note));
};

const beadCell = (bead) => {
  const cell = element("td", "b", element("b", "", `${bead.source.length}-${bead.target.length}`));
  if (bead.state !== "aside") cell.append(" ", element("span", "", `p ${bead.p.toFixed(2)}`));
  if (bead.linked) cell.append(" ", element("span", "", `s ${bead.s.toFixed(2)}`));
  if (beads.last > 1 && bead.source.length) {
    cell.append(" ", phrase("document", { number: bead.document + 1 }));
  }
  if (bead.move) {
    const [side, row, down] = bead.move;
    cell.append(" ", linkTo(`r${row}`, "move", down ? "↓ " : "↑ ", phrase(`move_${side}`, { row })));
  }
  return cell;
};

const beadRow = (bead) => {
  const number = element("th", "n", linkTo(bead.id, "", String(bead.row)));
  number.scope = "row";
  const middle = beadCell(bead);
  if (bead.linked) middle.prepend(byId("link").content.querySelector(".link").cloneNode(true));
  const row = element("tr", bead.state, number, rowCell(bead, "source"), middle, rowCell(bead, "target"));
  row.id = bead.id;
  paintRow(row);
  return row;
};

const buildTable = (chunk) => {
  if (chunk.firstChild) return;
  const first = Number(chunk.dataset.first);
  const some = beads.list.slice(first, first + ROWS_A_TABLE);
  const table = byId("table").content.cloneNode(true);
  table.querySelector("caption").append(phrase("rows", { first: first + 1, last: first + some.length }));
  table.querySelector("tbody").append(...some.map(beadRow));
  label(table.querySelectorAll(".link button"));
  chunk.append(table);
  chunk.classList.remove("waiting");
};

const prepareRows = () => {
  const rows = byId("rows");
  for (let first = 0; first < beads.list.length; first += ROWS_A_TABLE) {
    const chunk = element("div", "chunk waiting");
    chunk.dataset.first = first;
    rows.append(chunk);
  }
  whenNear([...rows.children], 2, buildTable);
};

const showRow = (bead) => {
  buildTable(byId("rows").children[Math.floor((bead.row - 1) / ROWS_A_TABLE)]);
  const row = byId(bead.id);
  document.querySelectorAll("tr.chosen").forEach((x) => x.classList.remove("chosen"));
  row.classList.add("chosen");
  row.scrollIntoView();
};
