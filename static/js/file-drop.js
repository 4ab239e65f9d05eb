// A file field one can drop on: shows the names and, for one picture, the picture; htmx tells how far the sending is.
const show = (area, files) => {
  area.querySelector("[data-file-name]").textContent = [...files].map((file) => file.name).join(", ");
  const picture = area.querySelector("[data-file-preview]");
  if (!picture || !files[0].type.startsWith("image/")) return;
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(files[0]);
  picture.hidden = false;
};

document.addEventListener("change", (event) => {
  const area = event.target.closest("[data-file-drop]");
  if (area && event.target.files.length) show(area, event.target.files);
});

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const area = event.target.closest?.("[data-file-drop]");
    if (!area) return;
    event.preventDefault();
    area.toggleAttribute("data-over", name === "dragover");
    if (name !== "drop" || !event.dataTransfer.files.length) return;
    const input = area.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  const box = target.querySelector?.("[data-file-progress]");
  if (!box || !detail.lengthComputable) return;
  box.hidden = false;
  box.querySelector("progress").value = (100 * detail.loaded) / detail.total;
});
document.addEventListener("htmx:sendError", ({ target }) => {
  const box = target.querySelector?.("[data-file-progress]");
  if (box) box.hidden = true;
});
