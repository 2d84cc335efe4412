document.addEventListener("DOMContentLoaded", () => {
  byId("switch").addEventListener("click", () => showLanguage(root.dataset.ui === "zh" ? "en" : "zh"));
  const data = JSON.parse(byId("data").textContent);
  gatherCards();
  prepareBeads(data);
  prepareDecisions(data);
  prepareText();
  prepareMaps(data.lengths);
  // A link to where the address leads already is followed all the same.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link?.hash && link.hash === location.hash) goTo(link.hash.slice(1));
  });
  const form = byId("filter");
  if (form) prepareFindings(form, data);
});
