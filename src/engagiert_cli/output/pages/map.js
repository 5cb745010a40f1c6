{
  const tip = document.getElementById("tip");
  const show = place => {
    const name = document.createElement("strong");
    name.textContent = place.dataset.name;
    tip.replaceChildren(name, place.dataset.facts);
    tip.hidden = false;
    // At the edge of the window that is farther away, so that nothing beside the place is hidden.
    const box = place.getBoundingClientRect();
    tip.className = box.top + box.height / 2 > innerHeight / 2 ? "above" : "";
  };
  const hide = () => { tip.hidden = true; };
  for (const place of document.querySelectorAll(".place")) {
    place.addEventListener("pointerenter", () => show(place));
    place.addEventListener("focus", () => show(place));
    place.addEventListener("pointerleave", hide);
    place.addEventListener("blur", hide);
  }
  document.addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
}
