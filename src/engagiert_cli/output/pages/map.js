{
  const tip = document.getElementById("tip"), figure = tip.parentElement;
  const show = place => {
    const name = document.createElement("strong");
    name.textContent = place.dataset.name;
    tip.replaceChildren(name, place.dataset.facts);
    tip.hidden = false;
    const around = figure.getBoundingClientRect(), box = place.getBoundingClientRect();
    const middle = box.left - around.left + box.width / 2 - tip.offsetWidth / 2;
    tip.style.left = Math.max(0, Math.min(middle, around.width - tip.offsetWidth)) + "px";
    const above = box.top - around.top - tip.offsetHeight - 6;
    tip.style.top = (above < 0 ? box.bottom - around.top + 6 : above) + "px";
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
