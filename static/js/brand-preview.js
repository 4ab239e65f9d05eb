// Colours picked on the brand page show at once: the previews' style sheet is asked for again with the picked colours.
//   <link rel="stylesheet" data-brand-preview href="/workspace/settings/brand/preview.css">
//   <input type="color" data-brand-colour name="primary">, and accent
const sheet = document.querySelector("link[data-brand-preview]");
let waiting;

document.addEventListener("input", (event) => {
  if (!sheet || !event.target.matches("[data-brand-colour]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const address = new URL(sheet.href);
    document.querySelectorAll("[data-brand-colour]").forEach((input) => address.searchParams.set(input.name, input.value));
    const next = sheet.cloneNode();
    next.href = address;
    next.addEventListener("load", () => document.querySelectorAll("link[data-brand-preview]").forEach((old) => old !== next && old.remove()));
    document.head.append(next);
  }, 120);
});
