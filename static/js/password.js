// Show and hide a password; make one. Eighteen letters and digits that cannot be mistaken for each other: about 100 bits.
const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

const generate = () => {
  const fair = 256 - (256 % letters.length);
  let password = "";
  while (password.length < 18) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < fair) password += letters[byte % letters.length];
  }
  return password.match(/.{6}/g).join("-");
};

const show = (input, visible) => {
  input.type = visible ? "text" : "password";
  input.closest("[data-password]")?.querySelector("[data-reveal]")?.setAttribute("aria-pressed", String(visible));
};

document.addEventListener("click", (event) => {
  const reveal = event.target.closest("[data-reveal]");
  if (reveal) {
    const input = document.getElementById(reveal.getAttribute("aria-controls"));
    show(input, input.type === "password");
  }
  const maker = event.target.closest("[data-generate]");
  if (maker) {
    const input = document.getElementById(maker.dataset.generate);
    input.value = generate();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    show(input, true);
  }
});

// A password is never sent or kept by the browser as ordinary text.
document.addEventListener("submit", (event) => {
  event.target.querySelectorAll("[data-password] input[type=text]").forEach((input) => show(input, false));
});
