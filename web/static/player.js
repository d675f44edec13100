// What the page cannot do by itself: seek without loading again, follow the speech, copy a link,
// play faster. Everything else works with this file missing, since each time, each chapter and
// each mark on the timeline is a real link.

import { canCopy, copyText } from "./copy.js";
import { current, isCalm, lastBegun, lines, makeCurrent, mark, reveal, startOf, starts, transcript } from "./lines.js";

export const media = document.querySelector("#player video, #player audio");
const follow = document.querySelector("#follow");
const copy = document.querySelector("#copy-moment");
const speed = document.querySelector("#speed");

// How long following stays out of the way after a reader scrolls, so that it never fights a hand.
const HANDS_OFF_MS = 4000;

const chapters = [...document.querySelectorAll(".chapters a")];
const chapterStarts = chapters.map(momentOf);
let chapter = chapters.find((link) => link.hasAttribute("aria-current")) ?? null;
let handsOnUntil = 0;

/** The time that a link's address names; the links of a drawing have no `href` property. */
function momentOf(link) {
  return Number(new URL(link.getAttribute("href"), location.href).searchParams.get("t"));
}

function show(line) {
  if (makeCurrent(line)) keepUp();
}

/** Bring the line that is spoken into sight, unless the reader is looking elsewhere. */
function keepUp() {
  if (current && follow?.checked && !media.paused && performance.now() > handsOnUntil) reveal(current);
}

/** The address of a moment, without the query that led here: that is the reader's own. */
function addressOf(seconds) {
  return `${location.origin}${location.pathname}?t=${Math.max(0, Math.floor(seconds * 10) / 10)}`;
}

/** Browsers may refuse to start sound; then the player waits at the right place. */
export function play() {
  media.play().catch(() => {});
}

/** A click with a key held opens a tab or a window: that is the browser's. */
function isPlain(event) {
  return !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

export function seek(seconds) {
  // A media fragment with an end would stop the player there again; the reader has moved on.
  if (media.src.includes(",")) media.src = media.src.replace(/#.*/, `#t=${seconds}`);
  media.currentTime = seconds;
}

/** Play from a link's moment, and let the address tell of it. */
function follows(link, seconds) {
  seek(seconds);
  history.replaceState(null, "", link.getAttribute("href"));
  play();
}

/** Play a line. */
export function playLine(line) {
  show(line);
  follows(line, startOf(line));
}

/** Draw where the recording is on its timeline. */
function moveCursor() {
  const cursor = document.querySelector("#strip-now");
  if (!cursor || !media.duration) return;
  cursor.setAttribute("x", `${100 * media.currentTime / media.duration}%`);
  cursor.setAttribute("visibility", "visible");
}

/** Show a speed that was chosen in the browser's own menu. */
function showSpeed() {
  const rate = String(media.playbackRate);
  if (![...speed.options].some((option) => option.value === rate)) speed.add(new Option(`${rate}×`, rate));
  speed.value = rate;
}

if (media) {
  media.addEventListener("timeupdate", () => {
    show(lastBegun(lines, starts, media.currentTime));
    chapter = mark(lastBegun(chapters, chapterStarts, media.currentTime), chapter);
    moveCursor();
  });
  // A seek while paused has marked its line already; playing on from there has to show it.
  media.addEventListener("play", keepUp);

  transcript?.addEventListener("click", (event) => {
    const line = event.target.closest?.(".cue > a[id]");
    if (!line || !isPlain(event)) return;
    event.preventDefault();
    playLine(line);
  });

  document.querySelector("#timeline").addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    follows(link, momentOf(link));
  });

  for (const [number, link] of chapters.entries()) {
    link.addEventListener("click", (event) => {
      if (!isPlain(event)) return;
      event.preventDefault();
      follows(link, chapterStarts[number]);
      document.querySelector(link.hash)?.scrollIntoView();
    });
  }

  if (follow && lines.length) {
    follow.checked = !isCalm();
    follow.closest("label").hidden = false;
    follow.addEventListener("change", () => { if (follow.checked && current) reveal(current); });
    // A wheel, a finger, a key or the focus: whoever moves about the page is not moved.
    for (const kind of ["wheel", "touchmove", "keydown", "focusin"]) {
      addEventListener(kind, () => { handsOnUntil = performance.now() + HANDS_OFF_MS; }, { passive: true });
    }
  }

  speed.closest("label").hidden = false;
  speed.addEventListener("change", () => { media.playbackRate = Number(speed.value); });
  media.addEventListener("ratechange", showSpeed);

  if (canCopy) {
    copy.hidden = false;
    copy.addEventListener("click", () => copyText(addressOf(media.currentTime), document.querySelector("#status")));
  }
}
