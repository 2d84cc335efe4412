(() => {
  const root = document.documentElement;
  root.classList.add("js");

  /** @param {string} ui The language that is shown, en or zh. */
  const show = (ui) => {
    root.dataset.ui = ui;
    root.lang = ui === "zh" ? "zh-Hans" : "en";
    const title = document.querySelector("title");
    if (title) title.textContent = title.dataset[ui] ?? "";
  };
  const known = navigator.languages
    .map((tag) => tag.slice(0, 2))
    .find((tag) => tag === "en" || tag === "zh");
  if (known && !("fixed" in root.dataset)) show(known);

  /** @param {Element} row @param {number} number @returns {string} What a row is sorted by. */
  const key = (row, number) => {
    const cell = row.children[number];
    return (cell instanceof HTMLElement && cell.dataset.sort) || "";
  };

  /**
   * Sort by a column: counts and shares begin with the greatest, names with the first.
   *
   * @param {HTMLTableElement} table
   * @param {Element} heading
   * @param {number} number
   */
  const sortBy = (table, heading, number) => {
    const first = number === 0 ? "ascending" : "descending";
    const other = first === "ascending" ? "descending" : "ascending";
    const order = heading.ariaSort === first ? other : first;
    for (const each of heading.parentElement?.children ?? []) {
      each.ariaSort = each === heading ? order : null;
    }
    const sign = order === "ascending" ? 1 : -1;
    /** @param {Element} a @param {Element} b */
    const compare = (a, b) =>
      number === 0
        ? key(a, 0).localeCompare(key(b, 0))
        : Number(key(a, number)) - Number(key(b, number));
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort((a, b) => sign * compare(a, b)));
  };

  /** @param {HTMLTableElement} table @param {HTMLFormElement} form */
  const filter = (table, form) => {
    const told = new FormData(form);
    const name = String(told.get("name")).trim().toLowerCase();
    let count = 0;
    for (const row of table.tBodies[0].rows) {
      const fits = key(row, 0).toLowerCase().includes(name);
      row.hidden = !fits || (told.has("noted") && !("noted" in row.dataset));
      count += row.hidden ? 0 : 1;
    }
    for (const place of document.querySelectorAll("#shown b")) place.textContent = String(count);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document
      .getElementById("switch")
      ?.addEventListener("click", () => show(root.dataset.ui === "zh" ? "en" : "zh"));
    const table = document.getElementById("list");
    const form = document.getElementById("filter");
    if (!(table instanceof HTMLTableElement && form instanceof HTMLFormElement)) return;
    [...(table.tHead?.rows[0].children ?? [])].forEach((heading, number) => {
      heading
        .querySelector("button")
        ?.addEventListener("click", () => sortBy(table, heading, number));
    });
    form.addEventListener("input", () => filter(table, form));
    form.addEventListener("submit", (event) => event.preventDefault());
    filter(table, form);
  });
})();
