// The reader's clip list. It is kept in this browser alone, and only once something is put into it.
// A clip is {url, title, speaker, start, end, quote, language}: times in milliseconds, `url` an
// address of this site, by which clips are told apart; all else is text, and is never taken for HTML.
//
// A button with data-clip (the address) and the other facts as data- attributes needs no script of
// its own: its quotation is the excerpt of the list item that it stands in.

import { say } from "./copy.js";

const KEY = "clip-list";
const TEXTS = ["title", "speaker", "quote", "language"];
// The footer's link to the list, with the words for what became of a clip.
const shelf = document.querySelector("#clip-list");

/** What is kept, and whether it could be read: "" or "unreadable", or "refused" by the browser. */
export function readClips() {
  let kept;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    return { clips: [], fault: "refused" };
  }
  if (kept === null) return { clips: [], fault: "" };
  try {
    return { clips: JSON.parse(kept).map(cleaned), fault: "" };
  } catch {
    return { clips: [], fault: "unreadable" };
  }
}

/** The clips in order; none where what is kept cannot be read. */
export function clips() {
  return readClips().clips;
}

/** Keep a list in place of the one before; say whether the browser took it. */
export function keepClips(list) {
  try {
    if (list.length) localStorage.setItem(KEY, JSON.stringify(list));
    else localStorage.removeItem(KEY);
  } catch {
    return false;
  }
  showCount();
  return true;
}

/** Put a clip at the end of the list, and return the sentence that tells what became of it. */
export function addClip(clip) {
  const { clips, fault } = readClips();
  const others = clips.filter((one) => one.url !== cleaned(clip).url);
  const kept = fault !== "refused" && keepClips([...others, cleaned(clip)]);
  return kept ? shelf.dataset.added : shelf.dataset.refused;
}

/** Take the clip with an address out, and return the sentence that tells so. */
export function removeClip(url) {
  const { url: wanted } = cleaned({ url });
  const kept = keepClips(clips().filter((one) => one.url !== wanted));
  return kept ? shelf.dataset.removed : shelf.dataset.refused;
}

/** A clip with nothing in it but what it should have; throws on an address of another site. */
function cleaned(clip) {
  const url = new URL(String(clip.url), location.origin);
  if (url.origin !== location.origin) throw new TypeError("not an address of this site");
  const texts = TEXTS.map((name) => [name, String(clip[name] ?? "")]);
  const times = ["start", "end"].map((name) => [name, Number(clip[name]) || 0]);
  return { url: url.pathname + url.search, ...Object.fromEntries([...texts, ...times]) };
}

function showCount() {
  const number = clips().length;
  for (const place of document.querySelectorAll("[data-clips]")) {
    place.hidden = !number;
    place.querySelector(".number").textContent = `(${number})`;
  }
  for (const button of document.querySelectorAll("button[data-clip]")) showState(button);
}

function isIn(button) {
  return clips().some((one) => one.url === cleaned({ url: button.dataset.clip }).url);
}

function showState(button) {
  button.hidden = false;
  button.textContent = isIn(button) ? shelf.dataset.remove : shelf.dataset.add;
}

function pressed(button) {
  const quote = button.closest("li, article")?.querySelector(".excerpt")?.textContent ?? "";
  const clip = { ...button.dataset, url: button.dataset.clip, quote };
  const told = isIn(button) ? removeClip(clip.url) : addClip(clip);
  say(document.querySelector("#status"), told);
}

for (const button of document.querySelectorAll("button[data-clip]")) {
  button.addEventListener("click", () => pressed(button));
}
// Another window changed the list, or this page comes back from before it did.
addEventListener("storage", showCount);
addEventListener("pageshow", showCount);
showCount();
