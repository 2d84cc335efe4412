document.addEventListener("DOMContentLoaded", () => {
  byId("switch").addEventListener("click", () => showLanguage(root.dataset.ui === "zh" ? "en" : "zh"));
  const data = JSON.parse(byId("data").textContent);
  prepareDecisions(data);
  prepareText(data);
  const form = byId("filter");
  if (form) prepareFindings(form, data);
});
