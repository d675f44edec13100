// The lines of the transcript: where each begins and ends, which one is current, and how to bring
// one into sight. Times are in seconds.

export const transcript = document.querySelector("#transcript");
const motion = matchMedia("(prefers-reduced-motion: reduce)");

/** The links that are the lines' times, in order of time, when each begins, and the current one. */
export let lines = [];
export let starts = [];
export let current = null;

/** Read the lines anew: another search has put others in their place. */
export function readLines() {
  lines = transcript ? [...transcript.querySelectorAll(".cue > a[id]")] : [];
  starts = lines.map(startOf);
  current = lines.find((line) => line.hasAttribute("aria-current")) ?? null;
}

/** The anchor of a line holds its exact start: c-12300 is 12.3 s. */
export function startOf(line) {
  return Number(line.id.split("-")[1]) / 1000;
}

/** A line that does not tell when it ends is heard until the next one begins. */
export function endOf(line) {
  const { end } = line.parentElement.dataset;
  return end ? Number(end) / 1000 : starts[lines.indexOf(line) + 1];
}

/** What a line says. */
export function textOf(line) {
  return line.nextElementSibling.textContent;
}

/** The last link that has begun at a time; links are in order of time, so halve the search. */
export function lastBegun(links, starts, seconds) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    // A seek may land some milliseconds early; the one asked for is still the one.
    if (starts[middle] <= seconds + 0.05) low = middle + 1;
    else high = middle;
  }
  return low ? links[low - 1] : null;
}

/** Mark the link that is heard in place of the one before, and return it. */
export function mark(link, before) {
  if (link === before) return link;
  before?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  return link;
}

/** Make a line the current one, and say whether it was another before. */
export function makeCurrent(line) {
  if (line === current) return false;
  current = mark(line, current);
  return true;
}

/** Scroll only when a line is out of sight: text that moves with every line cannot be read. */
export function reveal(line) {
  const box = line.parentElement.getBoundingClientRect();
  // The style sheet knows what sticks to the top and covers what is behind it.
  const covered = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);
  if (box.top >= covered && box.bottom < innerHeight - 48) return;
  const top = scrollY + box.top - covered - (innerHeight - covered) / 4;
  scrollTo({ top, behavior: motion.matches ? "auto" : "smooth" });
}

/** Whether readers want pages that do not move by themselves. */
export function isCalm() {
  return motion.matches;
}

readLines();
