// data-dismiss=".toast" removes the nearest match; a toast with data-toast goes by itself, but never under a pointer or the focus.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) button.closest(button.dataset.dismiss).remove();
});

const leave = (toast) => {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leave(toast) : toast.remove()), 6000);
};

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.matches?.("[data-toast]")) leave(node);
  }
}).observe(document.getElementById("toasts"), { childList: true });
