// Words of the transcript to take along: what is selected, or else a line, as a quotation, a link
// or a clip. Without this file the words can be selected and copied as on any page, and the form
// for clips works by itself.

import { addClip } from "./cliplist.js";
import { canCopy, copyText, say } from "./copy.js";
import { current, endOf, lines, startOf, textOf, transcript } from "./lines.js";
import { passageOf, selectedPassage } from "./passage.js";

const status = document.querySelector("#status");
const announced = document.querySelector("#announced");
const picker = document.querySelector("#picker");
const taking = document.querySelector("#taking");
const picked = document.querySelector("#picked");
const clip = document.querySelector("#clip");

// A selection is ready when it has not changed for so long.
const SETTLED_MS = 250;

let line = null;
let passage = null;
let settling = 0;

/** The address of a passage: its moment, or the clip that it is. */
function addressOf({ start, end }, isClip = false) {
  const moment = isClip ? `${start},${end}` : start;
  return `${location.origin}${location.pathname}?t=${moment}`;
}

/** A quotation with all that has to stand beside it: who, when, where to hear it, how sure. */
function quotationOf(one) {
  const { event, state } = transcript.dataset;
  const [first] = one.said;
  const words = one.said.length > 1
    ? one.said.map(({ speaker, text }) => `${speaker}: “${text}”`)
    : [`“${first.text}”`, first.speaker];
  return [...words, event, addressOf(one), state].join("\n");
}

/** A passage as a clip of the reader's list. */
function clipOf(one) {
  const { title, language } = transcript.dataset;
  const [speaker, quote] = ["speaker", "text"].map((part) => one.said.map((voice) => voice[part]));
  const [start, end] = [one.start, one.end].map((seconds) => Math.round(1000 * seconds));
  const speakers = [...new Set(speaker)].join("; ");
  return { url: addressOf(one, true), title, speaker: speakers, start, end, quote: quote.join(" … "), language };
}

/** Take a passage along in one of the ways that a button names. */
function take(one, deed) {
  if (deed === "keep") say(status, addClip(clipOf(one)));
  else if (deed === "quote") copyText(quotationOf(one), status, status.dataset.quoted);
  else copyText(addressOf(one, deed === "clip"), status);
}

/** Copy what is selected, or else the line in hand, as a quotation. */
export function quote() {
  const one = selectedPassage() ?? (line && passageOf(line));
  if (one && canCopy) take(one, "quote");
}

/** Take a line in hand: the one that is heard, or that the focus is on. */
function pick(other) {
  line = other;
  picked.textContent = line ? `${line.textContent} ${textOf(line)}` : picked.dataset.none;
  for (const button of taking.querySelectorAll("button")) button.disabled = !line;
}

/** Write a time as people do, to the tenth of a second. */
function written(seconds) {
  const tenths = Math.round(seconds * 10);
  const [hours, minutes] = [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60];
  const rest = String((tenths % 600) / 10);
  const padded = rest.split(".")[0].length < 2 ? `0${rest}` : rest;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${padded}` : `${minutes}:${padded}`;
}

/** Read what `written` writes, and seconds alone. */
function read(text) {
  return text.trim().split(":").reduce((sum, part) => sum * 60 + (part ? Number(part) : NaN), 0);
}

/** Copy the link to the clip of the form; what is wrong with the times, the server tells. */
function takeClip() {
  const [start, end] = [clip.elements.from, clip.elements.to].map((field) => read(field.value));
  if (end > start) copyText(addressOf({ start, end }, true), status);
  else clip.requestSubmit();
}

/** Show the bar below the last line that is selected, so that the next tab stop is in it. */
function showPicker() {
  passage = selectedPassage();
  if (!passage) return hidePicker();
  const last = passage.last.parentElement;
  if (last.nextElementSibling !== picker) last.after(picker);
  if (!picker.hidden) return;
  picker.hidden = false;
  for (const [number, button] of buttons().entries()) button.tabIndex = number ? -1 : 0;
  picker.firstElementChild.scrollIntoView({ block: "nearest" });
  announced.textContent = picker.dataset.shown;
}

function hidePicker() {
  picker.hidden = true;
  announced.textContent = "";
}

function buttons() {
  return [...picker.querySelectorAll("button")];
}

/** Arrows go through a toolbar, Escape leaves it (ARIA Authoring Practices, toolbar). */
function move(event) {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!way) return;
  const all = buttons();
  const next = all[(all.indexOf(document.activeElement) + way + all.length) % all.length];
  for (const button of all) button.tabIndex = button === next ? 0 : -1;
  next.focus();
  event.preventDefault();
}

function leave(event) {
  if (event.key !== "Escape" || picker.hidden) return;
  if (picker.contains(document.activeElement)) passage.last.focus({ preventScroll: true });
  getSelection().removeAllRanges();
  hidePicker();
}

if (transcript && canCopy) {
  document.querySelector("#quoting").hidden = false;
  taking.hidden = false;
  pick(current);

  transcript.addEventListener("focusin", (event) => {
    const other = event.target.closest(".cue")?.firstElementChild;
    if (other) pick(other);
  });
  // The line that is heard is current before this runs: the player was asked first.
  document.querySelector("#player video, #player audio")?.addEventListener("timeupdate", () => {
    if (current && current !== line && !transcript.contains(document.activeElement)) pick(current);
  });
  taking.addEventListener("click", (event) => {
    const { deed } = event.target.dataset;
    if (deed === "from") clip.elements.from.value = written(startOf(line));
    else if (deed === "to") clip.elements.to.value = written(endOf(line));
    else if (deed) take(passageOf(line), deed);
  });

  document.addEventListener("selectionchange", () => {
    clearTimeout(settling);
    settling = setTimeout(() => { if (!picker.contains(document.activeElement)) showPicker(); }, SETTLED_MS);
  });
  // A press of a button must not undo the selection that it is about.
  picker.addEventListener("mousedown", (event) => event.preventDefault());
  picker.addEventListener("click", (event) => {
    const { deed } = event.target.dataset;
    if (deed) take(passage, deed);
  });
  picker.addEventListener("keydown", move);
  document.addEventListener("keydown", leave);
  // Other lines come in the place of these: the bar must not go with them.
  document.addEventListener("lines-change", () => {
    transcript.append(picker);
    hidePicker();
    pick(null);
  });
}

if (clip && canCopy) {
  const button = clip.querySelector("[data-deed]");
  button.hidden = false;
  button.addEventListener("click", takeClip);
}
