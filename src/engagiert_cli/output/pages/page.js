for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    head.dataset.title = head.textContent;  // on paper, where browsers do not repeat buttons on each page
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const turned = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", turned > 0 ? "ascending" : "descending");
      const rank = row => Number(row.cells[column].dataset.rank);
      body.append(...[...body.rows].sort((one, other) => turned * (rank(one) - rank(other))));
    });
  });
  if (body.rows.length > 12) {
    const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").toLowerCase();
    const label = document.createElement("label"), field = document.createElement("input");
    label.className = "search";
    field.type = "search";
    label.append(table.dataset.search, field);
    table.parentElement.before(label);
    field.addEventListener("input", () => {
      const words = plain(field.value).split(/\s+/);
      for (const row of body.rows) row.hidden = !words.every(word => plain(row.textContent).includes(word));
    });
  }
}
