// data-shortcut="k" on a field: Ctrl-K or ⌘K puts the focus there.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const key = CSS.escape(event.key.toLowerCase());
  const field = [...document.querySelectorAll(`[data-shortcut="${key}"]`)].find((one) => one.checkVisibility());
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  document.querySelectorAll("[data-shortcut] ~ kbd").forEach((hint) => (hint.textContent = "⌘K"));
}
