// A form is sent once: the button that sent it turns busy until the page changes or an error comes back.
// Opt out with data-repeatable on the form. Also moves the focus to a list of errors after a page load, and keeps what
// somebody typed while htmx was fetching: an answer does not replace a field that has changed since it was asked for,
// and what it writes into the field that has the focus is selected, so that typing on replaces it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("data-repeatable")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

const release = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy=true]").forEach((button) => button.removeAttribute("aria-busy"));
};

// Back from the next page, or answered in place: the form may be sent again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form");
  if (form) release(form);
});

const asked = new WeakMap();
const held = (field) => (field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value);

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const fields = detail.target.querySelectorAll("input:not([type=hidden]), textarea, select");
  asked.set(detail.xhr, [...fields].map((field) => [field, held(field)]));
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (asked.get(detail.xhr)?.some(([field, before]) => held(field) !== before)) detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const field = document.activeElement;
  const before = field.id && asked.get(detail.xhr)?.find(([one]) => one.id === field.id);
  if (before && before[0] !== field && before[1] !== field.value) field.select?.();
});

document.querySelector("[data-focus]")?.focus();
