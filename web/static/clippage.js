// The page of the clip list: made here, since nobody but this browser knows the list. Words and
// structure are the page's; texts of clips go in as text.

import { keepClips, readClips } from "./cliplist.js";
import { canCopy, copyText, say } from "./copy.js";

const list = document.querySelector("#clips");
const item = document.querySelector("#clip-item").content.firstElementChild;
const deeds = document.querySelector("#clip-deeds");
const status = document.querySelector("#status");
const copied = document.querySelector("#copied");
const heading = document.querySelector("h1");

/** "1:02:03", as the pages write times. */
function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, at) => (at ? String(part).padStart(2, "0") : String(part))).join(":");
}

const address = (clip) => new URL(clip.url, location.origin).href;
const place = (clip) => `${clip.title}, ${clock(clip.start)}`;
const source = (clip) => [clip.speaker, place(clip)].filter(Boolean).join(", ");
const quoted = (clip) => (clip.quote ? `“${clip.quote}”` : "");

function asText(clip) {
  return [quoted(clip), `${source(clip)}: ${address(clip)}`].filter(Boolean).join("\n");
}

/** In Markdown these have a meaning; in front of them a backslash takes it away. */
function plain(text) {
  return text.replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, "\\$&").replace(/\s+/g, " ");
}

function asMarkdown(clip) {
  return `- ${[plain(quoted(clip)), `[${plain(source(clip))}](${address(clip)})`].filter(Boolean).join(" ")}`;
}

function asHtml(clip) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = address(clip);
  link.textContent = source(clip);
  row.append(clip.quote ? `${quoted(clip)} ` : "", link);
  return row.outerHTML;
}

const FORMATS = {
  text: (clips) => clips.map(asText).join("\n\n"),
  markdown: (clips) => clips.map(asMarkdown).join("\n"),
  html: (clips) => `<ul>\n${clips.map(asHtml).join("\n")}\n</ul>`,
};

function row(clip, at, last) {
  const one = item.cloneNode(true);
  const title = one.querySelector(".title");
  title.textContent = clip.title;
  one.querySelector("a").href = clip.url;
  one.querySelector(".clock").textContent = clock(clip.start);
  one.querySelector(".who").textContent = clip.speaker;
  one.querySelector(".excerpt").textContent = clip.quote;
  if (!clip.quote) one.querySelector(".excerpt").remove();
  for (const said of [title, one.querySelector(".excerpt")]) {
    if (clip.language) said?.setAttribute("lang", clip.language);
  }
  for (const named of one.querySelectorAll("[aria-label]")) {
    named.setAttribute("aria-label", named.getAttribute("aria-label").replace("{clip}", () => place(clip)));
  }
  // A key that is out of reach stays where it is, so that the others do not move under a finger.
  one.querySelector("[data-move='-1']").disabled = at === 0;
  one.querySelector("[data-move='1']").disabled = at === last;
  return one;
}

function show() {
  const { clips, fault } = readClips();
  list.replaceChildren(...clips.map((clip, at) => row(clip, at, clips.length - 1)));
  deeds.hidden = !clips.length;
  document.querySelector("#clips-none").hidden = Boolean(clips.length || fault);
  for (const name of ["unreadable", "refused"]) document.querySelector(`#clips-${name}`).hidden = fault !== name;
}

/** Keep a changed list, show it and say what was done. */
function change(clips, told) {
  const kept = keepClips(clips);
  show();
  copied.closest("p").hidden = true;
  say(status, kept ? told : status.dataset.lost);
}

function move(at, by) {
  const { clips } = readClips();
  const [moved] = clips.splice(at, 1);
  clips.splice(at + by, 0, moved);
  change(clips, status.dataset.moved);
  const keys = list.children[at + by].querySelectorAll("[data-move]:enabled");
  ([...keys].find((key) => Number(key.dataset.move) === by) ?? keys[0]).focus();
}

function remove(at) {
  change(readClips().clips.filter((_, other) => other !== at), status.dataset.removed);
  const next = list.children[Math.min(at, list.children.length - 1)];
  (next?.querySelector("[data-remove]") ?? heading).focus();
}

function copyAs(format, told) {
  copied.value = FORMATS[format](readClips().clips);
  copied.closest("p").hidden = false;
  copied.select();
  if (canCopy) copyText(copied.value, status, told);
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const at = [...list.children].indexOf(button.closest("li"));
  if (button.dataset.move) move(at, Number(button.dataset.move));
  else remove(at);
});
deeds.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.format) copyAs(button.dataset.format, button.dataset.told);
  if (button?.dataset.clear && confirm(button.dataset.clear)) {
    change([], status.dataset.cleared);
    heading.focus();
  }
});
// Another window changed the list.
addEventListener("storage", show);
document.querySelector("#no-script").hidden = true;
show();
