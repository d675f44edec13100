// "Copy link": each result has a permanent address, and this puts it on the clipboard. Without this
// file, or without a clipboard (it is there only on https and on this machine itself), the buttons
// stay hidden and the link itself can be copied from the browser's menu.

// How long the message stays; it is read out once, and is no longer wanted after that.
const SHOWN_MS = 4000;

/** Copy a text and say so in the status line, which screen readers read out. */
export async function copyText(text, status, sentence = status.dataset.copied ?? "Link copied") {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    sentence = status.dataset.refused ?? "The browser did not allow copying";
  }
  status.textContent = sentence;
  setTimeout(() => { if (status.textContent === sentence) status.textContent = ""; }, SHOWN_MS);
}

/** Clipboards are there only where browsers trust the connection. */
export const canCopy = Boolean(navigator.clipboard);

if (canCopy) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      copyText(new URL(button.dataset.copy, location.href).href, document.querySelector("#status"));
    });
  }
}
