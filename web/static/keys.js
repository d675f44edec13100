// Single keys for the player. They work only while the focus is in the player or the transcript,
// and can be switched off (WCAG 2.1.4). Space is left to the browser: on the player it plays and
// pauses there already, and everywhere else it scrolls or presses what has the focus.

import { step } from "./find.js";
import { current, lines, transcript } from "./lines.js";
import { media, play, playLine, seek } from "./player.js";
import { quote } from "./quote.js";

const shortcuts = document.querySelector("#shortcuts");
const switched = document.querySelector("#keys");

const STEP_S = 10;
// Where a letter is written, or chooses, it is no shortcut.
const WRITES = "input, textarea, select";

const DEEDS = {
  k: () => (media.paused ? play() : media.pause()),
  j: () => seek(Math.max(media.currentTime - STEP_S, 0)),
  l: () => seek(Math.min(media.currentTime + STEP_S, media.duration || Infinity)),
  ",": () => go(-1),
  ".": () => go(1),
  c: captions,
  p: () => focus(step(-1)),
  n: () => focus(step(1)),
  q: quote,
};

/** Play the line before or after the current one; the focus goes along where it is on a line. */
function go(by) {
  const line = lines[Math.max(lines.indexOf(current) + by, 0)];
  if (!line) return;
  playLine(line);
  if (transcript.contains(document.activeElement)) focus(line);
}

/** Focus a line that has been brought into sight already. */
function focus(line) {
  line?.focus({ preventScroll: true });
}

function captions() {
  const track = [...media.textTracks].find((one) => one.kind === "captions");
  if (track) track.mode = track.mode === "showing" ? "hidden" : "showing";
}

function press(event) {
  if (!switched.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.defaultPrevented || event.target.closest(WRITES)) return;
  const deed = DEEDS[event.key];
  // A key that is held down switches once, and goes on stepping.
  if (!deed || (event.repeat && "kcq".includes(event.key))) return;
  event.preventDefault();
  deed();
}

if (media) {
  shortcuts.hidden = false;
  document.querySelector("#player").addEventListener("keydown", press);
  transcript?.addEventListener("keydown", press);
}
