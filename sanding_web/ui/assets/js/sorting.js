// Column heads with data-sortable become buttons; numbers sort by data-v, words by the page's language.
import { say, sentence } from "./say.js";

function valueOf(row, at) {
  const cell = row.cells[at];
  if (!cell) return "";
  return cell.dataset.v === undefined || cell.dataset.v === "" ? cell.textContent.trim() : Number(cell.dataset.v);
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a.localeCompare(b, document.documentElement.lang, { numeric: true });
}

function sort(table, head) {
  const descending = head.getAttribute("aria-sort") === "ascending";
  const at = head.cellIndex;
  const body = table.tBodies[0];
  const rows = [...body.rows].filter((row) => row.cells.length > 1);
  rows.sort((a, b) => compare(valueOf(a, at), valueOf(b, at)) * (descending ? -1 : 1));
  for (const row of body.querySelectorAll(".s-cut, .s-fold")) row.hidden = true;
  body.append(...rows);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  say(`${head.textContent.trim()}: ${sentence(descending ? "falling" : "rising")}`);
}

export function sorting(part) {
  for (const head of part.querySelectorAll("th[data-sortable]")) {
    if (head.querySelector("button, a")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "s-sort";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head.closest("table"), head));
    head.append(button);
  }
}
