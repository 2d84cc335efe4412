"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const show = (ui) => {
    root.dataset.ui = ui;
    root.lang = ui === "zh" ? "zh-Hans" : "en";
    const title = document.querySelector("title");
    title.textContent = title.dataset[ui];
  };
  const known = navigator.languages.map((tag) => tag.slice(0, 2)).find((x) => x === "en" || x === "zh");
  if (known && !("fixed" in root.dataset)) show(known);

  // Columns of counts and shares begin with the greatest, names with the first.
  const sortBy = (table, heading, number) => {
    const first = number === 0 ? "ascending" : "descending";
    const other = first === "ascending" ? "descending" : "ascending";
    const order = heading.ariaSort === first ? other : first;
    for (const each of heading.parentElement.children) each.ariaSort = each === heading ? order : null;
    const sign = order === "ascending" ? 1 : -1;
    const key = (row) => row.children[number].dataset.sort;
    const compare = number === 0 ? (a, b) => key(a).localeCompare(key(b)) : (a, b) => key(a) - key(b);
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort((a, b) => sign * compare(a, b)));
  };

  const filter = (table) => {
    const name = document.getElementById("name").value.trim().toLowerCase();
    const noted = document.getElementById("noted").checked;
    let count = 0;
    for (const row of table.tBodies[0].rows) {
      const fits = row.children[0].dataset.sort.toLowerCase().includes(name);
      row.hidden = !fits || (noted && !("noted" in row.dataset));
      count += row.hidden ? 0 : 1;
    }
    for (const place of document.querySelectorAll("#shown b")) place.textContent = count;
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("switch").addEventListener("click", () => show(root.dataset.ui === "zh" ? "en" : "zh"));
    const table = document.getElementById("list");
    if (!table) return;
    [...table.tHead.rows[0].children].forEach((heading, number) => {
      heading.querySelector("button").addEventListener("click", () => sortBy(table, heading, number));
    });
    const form = document.getElementById("filter");
    form.addEventListener("input", () => filter(table));
    form.addEventListener("submit", (event) => event.preventDefault());
    filter(table);
  });
})();
