// Taking something off the page. data-print opens the print dialog;
// data-copy="#id" copies that field's value; data-copy with data-copy-text copies the attribute itself.
document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.hasAttribute("data-copy-text")
    ? button.dataset.copy
    : document.querySelector(button.dataset.copy).value;
  await navigator.clipboard.writeText(text);
  const said = button.querySelector("[data-copy-said]");
  const label = said?.textContent;
  button.setAttribute("data-copied", "");
  if (said) said.textContent = said.dataset.copySaid;
  setTimeout(() => {
    button.removeAttribute("data-copied");
    if (said) said.textContent = label;
  }, 2000);
});
