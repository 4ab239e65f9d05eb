// Light, dark or as the system: kept in a cookie, so that the server writes the right page next time.
const root = document.documentElement;

const mark = () => {
  document.querySelectorAll("[data-theme-toggle] button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === (root.dataset.theme ?? "")));
  });
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-toggle] button");
  if (!button) return;
  if (button.value) root.dataset.theme = button.value;
  else delete root.dataset.theme;
  const age = button.value ? 31536000 : 0;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${button.value}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  mark();
});

mark();
