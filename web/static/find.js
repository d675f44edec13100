// Find in the transcript: going from one line that was found to the next, and finding other words
// while the player plays on. What is marked is the server's to say: this asks it for the same page
// that the form would load. Without this file the form does load it.

import { current, lines, readLines, reveal, startOf } from "./lines.js";

const form = document.querySelector("#find-form");
const steps = document.querySelector("#steps");
// What of the page another search changes.
const PARTS = ["#lines", "#found", "#timeline"];

let found = [];
let at = -1;
let asking = new AbortController();

/** Gather the lines in which something is marked; a reader may have come to one of them. */
function collect() {
  found = lines.filter((line) => line.parentElement.querySelector("mark"));
  at = found.indexOf(current);
  steps.hidden = !found.length;
  tell();
}

/** Tell which of the lines is shown, with the way to it. */
function tell() {
  const [place, link] = steps.querySelectorAll("p > *");
  const { place: words } = steps.dataset;
  place.textContent = words.replace("{number}", at < 0 ? "–" : at + 1).replace("{total}", found.length);
  link.textContent = at < 0 ? "" : found[at].textContent;
  if (at >= 0) link.href = found[at].href;
}

/** The first line to show: the nearest that way from where the reader is. */
function nearest(by) {
  if (!current) return by > 0 ? 0 : found.length - 1;
  const next = found.findIndex((line) => startOf(line) > startOf(current));
  return by > 0 ? Math.max(next, 0) : (next < 0 ? found.length : next) - 1;
}

/** Show the next line that was found, or the one before; after the last comes the first. */
export function step(by) {
  if (!found.length) return null;
  found[at]?.parentElement.classList.remove("shown");
  at = ((at < 0 ? nearest(by) : at + by) + found.length) % found.length;
  found[at].parentElement.classList.add("shown");
  reveal(found[at]);
  tell();
  return found[at];
}

/** Put what another page has in the place of what this one has. */
function take(html) {
  const other = new DOMParser().parseFromString(html, "text/html");
  document.dispatchEvent(new Event("lines-change"));
  for (const part of PARTS) {
    document.querySelector(part)?.replaceChildren(...other.querySelector(part).childNodes);
  }
  readLines();
  collect();
}

async function find(event) {
  event.preventDefault();
  asking.abort();
  asking = new AbortController();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    take(await answer.text());
    address.searchParams.delete("play");
    history.replaceState(null, "", address);
  } catch (why) {
    if (why.name !== "AbortError") form.submit();
  }
}

if (form) {
  collect();
  form.addEventListener("submit", find);
  steps.addEventListener("click", (event) => {
    const { step: by } = event.target.dataset;
    if (by) step(Number(by));
  });
  // The way to a line is that line's own link, which the player may follow without loading again.
  steps.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    found[at].click();
  });
}
