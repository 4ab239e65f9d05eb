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

// Arrow keys walk from the field through the hits under it and back; Escape leaves.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".search");
  if (!form) return;
  if (event.key === "Escape") return document.activeElement.blur();
  const stops = [form.querySelector("input"), ...form.querySelectorAll(".hit")];
  const next = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!next || stops.length < 2) return;
  event.preventDefault();
  stops[(stops.indexOf(document.activeElement) + next + stops.length) % stops.length].focus();
});

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  document.querySelectorAll("[data-shortcut] ~ kbd").forEach((hint) => (hint.textContent = "⌘K"));
}

// On a phone a row of tabs is wider than the screen: the one that is open is brought into sight, between its neighbours.
document.querySelectorAll(".tabs").forEach((tabs) => {
  const open = tabs.querySelector("[aria-current]");
  if (open) tabs.scrollLeft += open.getBoundingClientRect().x - tabs.getBoundingClientRect().x - (tabs.clientWidth - open.offsetWidth) / 2;
});
