"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const find = (id) => document.getElementById(id);
const tiles = [...document.querySelectorAll("a.tile")];
const named = new Map(tiles.map((tile) => [nameOf(tile), tile]));
const dialog = find("about");

function nameOf(link) {
  return link.hash.slice(1);
}

/** Every text goes through here and becomes text, never markup. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function failedChecks(entry) {
  return entry.checks.filter(([, , , faults]) => faults.length);
}

function stateOf(entry) {
  if (entry.seconds === null) return "not run";
  return failedChecks(entry).length ? "failed" : "passed";
}

// What stands behind a combination

function describe(name, entry) {
  const state = stateOf(entry);
  const spent = entry.seconds === null ? "" : `, ${entry.seconds.toFixed(2)} s from start to end`;
  const failed = failedChecks(entry).length;
  const counted = failed ? `, ${failed} of ${entry.checks.length} checks` : "";
  const command = make("div", { class: "command" }, make("code", {}, data.reproduce + name),
    make("button", { type: "button", "data-copy": "" }, "Copy"));
  const answers = make("dl", { class: "answers" });
  for (const [question, value] of Object.entries(entry.answers)) {
    answers.append(make("div", {}, make("dt", {}, question), make("dd", {}, value)));
  }
  const mark = { passed: "✓", failed: "✗", "not run": "?" }[state];
  const colour = state === "passed" ? "good" : "bad";
  const parts = [make("p", {}, make("span", { class: `state ${colour}` }, `${mark} ${state}`), counted + spent), answers, command];
  if (entry.checks.length) parts.push(tableOf(entry));
  return parts;
}

function tableOf(entry) {
  const body = make("tbody");
  const order = (check) => (check[3].length ? 0 : 1);
  for (const [check, seconds, reused, faults] of [...entry.checks].sort((a, b) => order(a) - order(b))) {
    const what = make("td", {}, make("strong", {}, data.texts[check]));
    if (reused !== null) {
      const other = data.texts[reused];
      const shown = data.combinations[other] ? make("a", { href: `#${other}` }, other) : other;
      what.append(make("br"), "same inputs as in ", shown, ", not run again");
    }
    for (const fault of faults) what.append(make("pre", { tabindex: "0" }, data.texts[fault]));
    const mark = faults.length ? make("span", { class: "bad" }, "✗ failed")
      : make("span", { class: "good" }, reused === null ? "✓ passed" : "✓ reused");
    body.append(make("tr", {}, make("td", {}, mark), what, make("td", { class: "seconds" }, `${seconds.toFixed(2)} s`)));
  }
  const head = make("tr", {}, make("th", { scope: "col" }, "verdict"), make("th", { scope: "col" }, "check"), make("th", { scope: "col", class: "seconds" }, "time"));
  return make("table", { class: "checks" }, make("thead", {}, head), body);
}

function explain(exclusion) {
  return [make("p", {}, make("span", { class: "state" }, "– excluded"), ` at ${exclusion.question}: ${exclusion.value}`), make("p", {}, exclusion.reason)];
}

function open() {
  const name = nameOf(location);
  const [entry, exclusion] = [data.combinations[name], data.exclusions[name]];
  document.querySelector(".tile[aria-current]")?.removeAttribute("aria-current");
  if (!entry && !exclusion) return dialog.close();
  find("body").replaceChildren(make("h2", { id: "name" }, name), ...(entry ? describe(name, entry) : explain(exclusion)));
  const tile = named.get(name);
  if (tile) {
    tile.setAttribute("aria-current", "true");
    tile.scrollIntoView({ block: "center", inline: "center" });
    if (!dialog.open) tile.focus({ preventScroll: true });
  }
  const shown = visible();
  const place = shown.indexOf(tile);
  find("before").disabled = place < 1;
  find("after").disabled = place < 0 || place === shown.length - 1;
  find("place").textContent = place < 0 ? "" : `${place + 1} of ${shown.length}`;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

function step(by) {
  const shown = visible();
  const here = shown.indexOf(named.get(nameOf(location)));
  const next = here < 0 ? null : shown[here + by];
  if (next) location.replace(next.hash);
}

dialog.addEventListener("close", () => {
  history.replaceState(null, "", location.pathname + location.search);
  document.querySelector(".tile[aria-current]")?.focus({ preventScroll: true });
});
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
dialog.addEventListener("keydown", (event) => {
  if (event.target.closest("pre, code")) return;
  if (event.key === "ArrowLeft") step(-1);
  if (event.key === "ArrowRight") step(1);
});
find("close").addEventListener("click", () => dialog.close());
find("before").addEventListener("click", () => step(-1));
find("after").addEventListener("click", () => step(1));
window.addEventListener("hashchange", open);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const code = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  } catch {
    getSelection().selectAllChildren(code);
  }
});

window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => { each.open = true; }));

// The filter

const searched = new Map(tiles.map((tile) => {
  const entry = data.combinations[nameOf(tile)];
  const failed = entry ? failedChecks(entry).map(([check]) => data.texts[check]) : [];
  return [tile, [nameOf(tile), ...failed].join(" ").toLowerCase()];
}));

function visible() {
  return tiles.filter((tile) => !tile.matches(".dim, .excluded") && !tile.closest("[hidden]"));
}

function filter() {
  const words = find("words").value.toLowerCase().split(/\s+/).filter(Boolean);
  const failed = find("failed").checked;
  const all = !words.length && !failed;
  for (const section of document.querySelectorAll(".problem")) {
    const other = find("problem").value && find("problem").value !== section.dataset.problem;
    let matches = 0;
    for (const tile of section.querySelectorAll("a.tile")) {
      const fits = words.every((word) => searched.get(tile).includes(word))
        && (!failed || tile.classList.contains("failed")) && (all || !tile.classList.contains("excluded"));
      tile.classList.toggle("dim", !fits);
      matches += fits;
    }
    section.hidden = Boolean(other) || !matches;
  }
  find("count").textContent = `${visible().length} of ${Object.keys(data.combinations).length}`;
}

find("filter").addEventListener("input", filter);
find("filter").addEventListener("submit", (event) => event.preventDefault());

// One stop of the tab key a table; within it the arrow keys move to the nearest tile

function nearest(from, key) {
  const [across, sign] = { ArrowLeft: [true, -1], ArrowRight: [true, 1], ArrowUp: [false, -1], ArrowDown: [false, 1] }[key];
  const middle = (tile) => {
    const box = tile.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(from);
  let [best, least] = [null, Infinity];
  for (const tile of from.closest("table").querySelectorAll("a.tile")) {
    const [dx, dy] = [middle(tile)[0] - x, middle(tile)[1] - y];
    const [ahead, aside] = across ? [dx * sign, Math.abs(dy)] : [dy * sign, Math.abs(dx)];
    if (ahead > 1 && ahead + 3 * aside < least) [best, least] = [tile, ahead + 3 * aside];
  }
  return best;
}

for (const table of document.querySelectorAll(".problem table")) {
  table.querySelectorAll("a.tile").forEach((tile, place) => { tile.tabIndex = place ? -1 : 0; });
  table.addEventListener("focusin", (event) => {
    for (const tile of table.querySelectorAll('a.tile[tabindex="0"]')) tile.tabIndex = -1;
    event.target.tabIndex = 0;
  });
  table.addEventListener("keydown", (event) => {
    const next = event.key.startsWith("Arrow") && nearest(event.target, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  table.addEventListener("mouseover", (event) => {
    if (event.target.matches("a.tile")) event.target.title = event.target.getAttribute("aria-label");
  });
}

filter();
open();
