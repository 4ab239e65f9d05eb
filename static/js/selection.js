// Ticking lines and seeing their total. The server computes what is paid; this only shows it.
//   <form data-selection data-currency="EUR" data-digits="2">
//     <input type="checkbox" data-selection-all>
//     <input type="checkbox" data-selection-item data-amount="12300">   amount in minor units
//     <output data-selection-total>                                     formatted money
//     <span data-selection-count>                                       number of ticked lines
//     <button data-selection-needed>                                    disabled while nothing is ticked
const update = (form) => {
  const items = [...form.querySelectorAll("[data-selection-item]")];
  const ticked = items.filter((item) => item.checked);
  const minor = ticked.reduce((sum, item) => sum + Number(item.dataset.amount ?? 0), 0);
  const all = form.querySelector("[data-selection-all]");
  if (all) {
    all.checked = ticked.length === items.length;
    all.indeterminate = ticked.length > 0 && !all.checked;
  }
  const { currency, digits } = form.dataset;
  if (currency) {
    const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency });
    const amount = money.format(minor / 10 ** Number(digits ?? 2));
    form.querySelectorAll("[data-selection-total]").forEach((place) => (place.textContent = amount));
  }
  form.querySelectorAll("[data-selection-count]").forEach((place) => (place.textContent = ticked.length));
  form.querySelectorAll("[data-selection-needed]").forEach((button) => (button.disabled = !ticked.length));
};

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-selection]");
  if (!form) return;
  if (event.target.matches("[data-selection-all]")) {
    form.querySelectorAll("[data-selection-item]").forEach((item) => (item.checked = event.target.checked));
  }
  update(form);
});

window.addEventListener("pageshow", () => document.querySelectorAll("[data-selection]").forEach(update));
