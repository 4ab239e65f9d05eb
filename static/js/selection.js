// Ticking lines and seeing their total. The server computes what is paid; this only shows it.
//   <form data-selection data-sample="9 999 999,99 €" data-digits="2">  how the server writes a large amount
//     <input type="checkbox" data-selection-all>
//     <input type="checkbox" data-selection-item data-amount="12300" data-deposit="3000">  minor units
//     <output data-selection-total>                                     formatted money
//     <span data-selection-total="deposit">                             the same of the deposits
//     <label data-selection-deposit>                                    hidden while nothing ticked asks for a deposit
//     <span data-selection-count>                                       number of ticked lines
//     <button data-selection-needed>                                    disabled while nothing is ticked
const written = (minor, sample, digits) => {
  const figures = String(minor).padStart(digits + 1, "0");
  const first = sample.indexOf("9");
  const last = sample.lastIndexOf("9");
  let left = figures.length;
  let amount = "";
  for (let at = last; at >= first && left > 0; at -= 1) {
    if (sample[at] === "9") left -= 1;
    amount = (sample[at] === "9" ? figures[left] : sample[at]) + amount;
  }
  return sample.slice(0, first) + amount + sample.slice(last + 1);
};

const update = (form) => {
  const items = [...form.querySelectorAll("[data-selection-item]:enabled")];
  const ticked = items.filter((item) => item.checked);
  const sum = (of) => ticked.reduce((minor, item) => minor + Number(item.dataset[of] ?? 0), 0);
  const all = form.querySelector("[data-selection-all]");
  if (all) {
    all.checked = ticked.length > 0 && ticked.length === items.length;
    all.indeterminate = ticked.length > 0 && !all.checked;
  }
  const { sample, digits } = form.dataset;
  if (sample) {
    form.querySelectorAll("[data-selection-total]").forEach((place) => {
      place.textContent = written(sum(place.dataset.selectionTotal || "amount"), sample, Number(digits ?? 2));
    });
  }
  form.querySelectorAll("[data-selection-deposit]").forEach((tile) => {
    tile.hidden = !sum("deposit");
    const all = form.querySelector('[name="share"][value="full"]');
    if (tile.hidden && tile.querySelector(":checked")) all.checked = true;
  });
  form.querySelectorAll("[data-selection-count]").forEach((place) => (place.textContent = ticked.length));
  form.querySelectorAll("[data-selection-needed]").forEach((button) => (button.disabled = !ticked.length));
};

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-selection]");
  if (!form) return;
  if (event.target.matches("[data-selection-all]")) {
    form.querySelectorAll("[data-selection-item]:enabled").forEach((item) => (item.checked = event.target.checked));
  }
  update(form);
});

window.addEventListener("pageshow", () => document.querySelectorAll("[data-selection]").forEach(update));
