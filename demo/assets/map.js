// A point of the map is chosen by a click, by Enter or by the space bar.
const choose = (event) => {
  const point = event.target.closest("[data-voice]");
  if (!point) return;
  event.preventDefault();
  trigger("select", { voice: point.dataset.voice });
};
element.addEventListener("click", choose);
element.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") choose(event); });
