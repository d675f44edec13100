// Plays a moment where it is found. Without this file, and with a key held, the links lead to the
// moment on the webinar's own page. Nothing plays unless the reader asks for it.

import { say } from "./copy.js";

const words = document.querySelector("[data-player]")?.dataset;
// The player that is open, one at a time: the link that opened it and the box it is in.
let open = null;

/** A click with a key held opens a tab or a window: that is the browser's. */
function isPlain(event) {
  return !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

/** Make an element with properties and with others in it. */
function made(name, properties, ...inside) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
}

/** A player at a link's moment; the fragment of the address is where it starts. */
function player(link) {
  const { play, captions, language, sound } = link.dataset;
  const label = words.captionLabel;
  const track = made("track", { kind: "captions", src: captions, srclang: language, label, default: true });
  const properties = { controls: true, playsInline: true, src: play, tabIndex: 0 };
  const media = made(sound === undefined ? "video" : "audio", properties, track);
  media.setAttribute("aria-label", `${words.player}: ${link.textContent}`);
  media.addEventListener("error", () => say(document.querySelector("#status"), words.failed));
  return media;
}

/** Close the player, and give the focus back to the link that opened it. */
function close() {
  const { link, box } = open;
  open = null;
  // What is taken out of the page would go on loading.
  box.querySelector("video, audio").removeAttribute("src");
  box.remove();
  link.focus();
}

function show(link) {
  if (open) close();
  const button = made("button", { type: "button", className: "small", textContent: words.close });
  const box = made("div", { className: "playing" }, player(link), button);
  link.closest(".deeds").after(box);
  open = { link, box };
  button.addEventListener("click", close);
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  const media = box.firstChild;
  media.focus();
  // Browsers may refuse to start sound; then the player waits at the right place.
  media.play().catch(() => {});
}

for (const link of document.querySelectorAll("[data-player] a[data-play]")) {
  // With the player here, the page of the webinar needs a link of its own.
  Object.assign(link.parentElement.querySelector(".open"), { href: link.getAttribute("href"), hidden: false });
  link.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    show(link);
  });
}
