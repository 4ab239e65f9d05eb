// A file field one can drop on: shows the name and, for pictures, the picture.
const show = (area, file) => {
  area.querySelector("[data-file-name]").textContent = file.name;
  const picture = area.querySelector("[data-file-preview]");
  if (!picture || !file.type.startsWith("image/")) return;
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(file);
  picture.hidden = false;
};

document.addEventListener("change", (event) => {
  const area = event.target.closest("[data-file-drop]");
  if (area && event.target.files.length) show(area, event.target.files[0]);
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
