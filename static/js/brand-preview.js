// Colours picked on the brand page show at once: the previews' style sheet is asked for again with the picked colours.
//   <link rel="stylesheet" data-brand-preview href="/workspace/settings/brand/preview.css?primary=…&accent=…">
//   <input name="primary" id="id_primary" data-brand-colour>, and accent: #RRGGBB as text
//   <input type="color" data-colour-of="id_primary">: the picker beside it
const hex = /^#[0-9a-f]{6}$/i;
let waiting;

const paint = () => {
  const sheet = document.querySelector("link[data-brand-preview]");
  const fields = [...document.querySelectorAll("[data-brand-colour]")];
  if (!sheet || !fields.every((field) => hex.test(field.value))) return;
  const address = new URL(sheet.href);
  fields.forEach((field) => address.searchParams.set(field.name, field.value));
  const next = sheet.cloneNode();
  next.href = address;
  next.addEventListener("load", () => sheet.remove());
  sheet.after(next);
};

document.addEventListener("input", (event) => {
  const { target } = event;
  if (target.matches("[data-colour-of]")) {
    document.getElementById(target.dataset.colourOf).value = target.value.toUpperCase();
  } else if (target.matches("[data-brand-colour]")) {
    const picker = document.querySelector(`[data-colour-of="${target.id}"]`);
    if (picker && hex.test(target.value)) picker.value = target.value;
  } else return;
  clearTimeout(waiting);
  waiting = setTimeout(paint, 120);
});
