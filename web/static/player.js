// What the page cannot do by itself: seek without loading again, follow the speech, copy a link.
// Everything else works with this file missing, since each time and each chapter is a real link.

import { canCopy, copyText } from "./copy.js";

const media = document.querySelector("#player video, #player audio");
const transcript = document.querySelector("#transcript");
const follow = document.querySelector("#follow");
const copy = document.querySelector("#copy-moment");
const status = document.querySelector("#status");
const motion = matchMedia("(prefers-reduced-motion: reduce)");

// How long following stays out of the way after a reader scrolls, so that it never fights a hand.
const HANDS_OFF_MS = 4000;

const lines = transcript ? [...transcript.querySelectorAll(".cue > a[id]")] : [];
// The anchor of a line holds its exact start: c-12300 is 12.3 s.
const starts = lines.map((line) => Number(line.id.split("-")[1]) / 1000);
let current = lines.find((line) => line.hasAttribute("aria-current")) ?? null;
const chapters = [...document.querySelectorAll(".chapters a")];
const chapterStarts = chapters.map((link) => Number(new URL(link.href).searchParams.get("t")));
let chapter = chapters.find((link) => link.hasAttribute("aria-current")) ?? null;
let handsOnUntil = 0;

/** The last link that has begun at a time; links are in order of time, so halve the search. */
function lastBegun(links, starts, seconds) {
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
function mark(link, before) {
  if (link === before) return link;
  before?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  return link;
}

function show(line) {
  if (line === current) return;
  current = mark(line, current);
  keepUp();
}

/** Bring the line that is spoken into sight, unless the reader is looking elsewhere. */
function keepUp() {
  if (current && follow?.checked && !media.paused && performance.now() > handsOnUntil) reveal(current);
}

/** Scroll only when the line is out of sight: text that moves with every line cannot be read. */
function reveal(line) {
  const box = line.parentElement.getBoundingClientRect();
  const player = document.querySelector("#player");
  // On a phone the player sticks to the top, once there, and covers what is behind it.
  const covered = getComputedStyle(player).position === "sticky" ? player.offsetHeight : 0;
  if (box.top > covered + 8 && box.bottom < innerHeight - 48) return;
  const top = scrollY + box.top - covered - (innerHeight - covered) / 3;
  scrollTo({ top, behavior: motion.matches ? "auto" : "smooth" });
}

/** The address of a moment, without the query that led here: that is the reader's own. */
function addressOf(seconds) {
  return `${location.origin}${location.pathname}?t=${Math.max(0, Math.floor(seconds * 10) / 10)}`;
}

/** Browsers may refuse to start sound; then the player waits at the right place. */
function play() {
  media.play().catch(() => {});
}

/** A click with a key held opens a tab or a window: that is the browser's. */
function isPlain(event) {
  return !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

function seek(seconds, address) {
  // A media fragment with an end would stop the player there again; the reader has moved on.
  if (media.src.includes(",")) media.src = media.src.replace(/#.*/, `#t=${seconds}`);
  media.currentTime = seconds;
  history.replaceState(null, "", address);
  play();
}

if (media) {
  media.addEventListener("timeupdate", () => {
    show(lastBegun(lines, starts, media.currentTime));
    chapter = mark(lastBegun(chapters, chapterStarts, media.currentTime), chapter);
  });
  // A seek while paused has marked its line already; playing on from there has to show it.
  media.addEventListener("play", keepUp);

  transcript?.addEventListener("click", (event) => {
    const line = event.target.closest?.(".cue > a[id]");
    if (!line || !isPlain(event)) return;
    event.preventDefault();
    show(line);
    seek(starts[lines.indexOf(line)], line.href);
  });

  for (const [number, link] of chapters.entries()) {
    link.addEventListener("click", (event) => {
      if (!isPlain(event)) return;
      event.preventDefault();
      seek(chapterStarts[number], link.href);
      document.querySelector(link.hash)?.scrollIntoView();
    });
  }

  if (follow && lines.length) {
    follow.checked = !motion.matches;
    follow.closest("label").hidden = false;
    follow.addEventListener("change", () => { if (follow.checked && current) reveal(current); });
    // A wheel, a finger, a key or the focus: whoever moves about the page is not moved.
    for (const kind of ["wheel", "touchmove", "keydown", "focusin"]) {
      addEventListener(kind, () => { handsOnUntil = performance.now() + HANDS_OFF_MS; }, { passive: true });
    }
  }

  if (copy && canCopy) {
    copy.hidden = false;
    copy.addEventListener("click", () => copyText(addressOf(media.currentTime), status));
  }
}
