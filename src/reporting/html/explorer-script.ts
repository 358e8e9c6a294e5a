/**
 * The script of the examples' list: filters, searches and draws rows from the page's JSON as they come into view.
 * Foreign text reaches the page as text nodes alone.
 */
export const EXPLORER_SCRIPT = `"use strict";
const BATCH = 40;
const TONES = {passed: "good", failed: "bad", error: "warn", unscored: "neutral"};
const FILTERS = {
  newly_failing: (row) => row.change === "newly_failing",
  newly_passing: (row) => row.change === "newly_passing",
  worse: (row) => row.change === "worse",
  better: (row) => row.change === "better",
  failed: (row) => row.status === "failed",
  error: (row) => row.status === "error" || row.status === "unscored",
  all: () => true,
};

function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function markedText(pane) {
  const pre = element("pre");
  const only = pane.only || [];
  let end = 0;
  for (let i = 0; i < only.length; i += 2) {
    pre.append(pane.text.slice(end, only[i]), element("mark", "", pane.text.slice(only[i], only[i + 1])));
    end = only[i + 1];
  }
  pre.append(pane.text.slice(end));
  return pre;
}

function panesOf(row) {
  const box = element("div", "panes");
  for (const pane of row.panes) {
    const part = element("div", "pane");
    part.append(element("h4", "", pane.label), markedText(pane));
    box.append(part);
  }
  if (row.tags.length > 0) box.append(element("div", "tags", row.tags.join(" \\u00b7 ")));
  return box;
}

function valueText(row) {
  const now = row.value === null ? "\\u2013" : row.value.toFixed(2);
  return row.before === null || row.change === "same" ? now : row.before.toFixed(2) + " \\u2192 " + now;
}

function rowOf(row) {
  const details = element("details", "row");
  const summary = element("summary");
  const mark = element("span", "mark " + TONES[row.status]);
  mark.title = row.status;
  summary.append(mark, element("span", "id", row.id), element("span", "why", row.why), element("span", "value", valueText(row)));
  details.append(summary);
  details.fill = () => {
    if (details.childElementCount === 1) details.append(panesOf(row));
  };
  details.addEventListener("toggle", () => { if (details.open) details.fill(); });
  return details;
}

function explore(root) {
  const rows = JSON.parse(root.querySelector("script").textContent);
  const list = root.querySelector(".rows");
  const more = root.querySelector(".more");
  const search = root.querySelector("input");
  const tag = root.querySelector("select");
  const buttons = [...root.querySelectorAll("button[data-filter]")];
  let filter = root.dataset.filter;
  let found = [];
  let drawn = 0;
  let texts;

  const textOf = (row) => [row.id, row.why, ...row.tags, ...row.panes.map((pane) => pane.text)].join("\\n").toLowerCase();
  function matches(row, index, words) {
    if (!FILTERS[filter](row) || (tag.value !== "" && !row.tags.includes(tag.value))) return false;
    return words.every((word) => texts[index].includes(word));
  }
  function draw(count) {
    const until = Math.min(found.length, drawn + count);
    const batch = document.createDocumentFragment();
    for (; drawn < until; drawn += 1) batch.append(rowOf(found[drawn]));
    list.append(batch);
    more.hidden = drawn >= found.length;
    more.textContent = "Show more of " + found.length;
  }
  function select() {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    if (words.length > 0 && !texts) texts = rows.map(textOf);
    found = rows.filter((row, index) => matches(row, index, words));
    list.replaceChildren();
    drawn = 0;
    draw(BATCH);
    if (found.length === 0) list.append(element("p", "empty", "No example here."));
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.filter === filter));
  }
  for (const button of buttons) {
    button.addEventListener("click", () => { filter = button.dataset.filter; select(); });
  }
  let waiting;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(select, 120); });
  tag.addEventListener("change", select);
  more.addEventListener("click", () => draw(BATCH * 5));
  new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) draw(BATCH); }, {rootMargin: "400px"}).observe(more);
  window.addEventListener("beforeprint", () => {
    for (const details of [...list.querySelectorAll("details")].slice(0, BATCH)) {
      details.fill();
      details.open = true;
    }
  });
  select();
  const first = list.querySelector("details");
  if (first && filter !== "all") { first.fill(); first.open = true; }
}

document.querySelectorAll(".explorer").forEach(explore);
`;
