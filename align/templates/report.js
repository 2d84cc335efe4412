(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // The interface language: both are in the page, the style sheet shows one.
  const show = (ui) => {
    root.dataset.ui = ui;
    root.lang = ui === "zh" ? "zh-Hans" : "en";
    const title = document.querySelector("title");
    if (title) title.textContent = title.dataset[ui];
  };
  if (!("fixed" in root.dataset)) {
    const known = navigator.languages.map((tag) => tag.slice(0, 2)).find((x) => x === "en" || x === "zh");
    if (known) show(known);
  }

  const prepareFilter = (form) => {
    const cards = [...document.querySelectorAll(".card")];
    const groups = [...document.querySelectorAll(".group[data-severity]")];
    const inOrder = document.getElementById("in-order");
    const worstFirst = groups.map((group) => [...group.querySelectorAll(".card")]);
    const byText = [...cards].sort((a, b) => a.dataset.order - b.dataset.order);
    let sort = "severity";

    const ticked = (name) =>
      new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value));

    const arrange = (wanted) => {
      if (wanted === sort) return;
      sort = wanted;
      if (sort === "document") inOrder.querySelector("ul").append(...byText);
      else groups.forEach((group, i) => group.querySelector("ul").append(...worstFirst[i]));
    };

    const apply = () => {
      const severities = ticked("severity");
      const categories = ticked("category");
      arrange(form.elements.sort.value);
      let shown = 0;
      for (const card of cards) {
        card.hidden = !(severities.has(card.dataset.severity) && categories.has(card.dataset.category));
        if (!card.hidden) shown += 1;
      }
      for (const group of [...groups, inOrder]) {
        group.hidden = !group.querySelector(".card:not([hidden])");
      }
      document.getElementById("shown").textContent = shown;
      document.getElementById("no-match").hidden = shown > 0;
    };

    // A link into a finding that the filter hides shows everything again.
    const reveal = () => {
      const card = document.getElementById(location.hash.slice(1))?.closest(".card");
      if (!card?.hidden) return;
      form.reset();
      apply();
      card.scrollIntoView();
    };

    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", reveal);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("switch").addEventListener("click", () => {
      show(root.dataset.ui === "zh" ? "en" : "zh");
    });
    const form = document.getElementById("filter");
    if (form) prepareFilter(form);
  });
})();
