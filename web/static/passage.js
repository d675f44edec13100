// A passage of the transcript: whole words of one or more lines, who says them, and from when to
// when, in seconds. Of words inside of a line the time is shared out by their letters.

import { endOf, lines, startOf, textOf, transcript } from "./lines.js";

/** A line as a passage. */
export function passageOf(line) {
  return passage([{ line, from: 0, to: textOf(line).length }]);
}

/** What is selected of the transcript, to the edges of words; null where nothing is. */
export function selectedPassage() {
  const selection = getSelection();
  if (!transcript || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(transcript)) return null;
  const parts = lines.filter((line) => range.intersectsNode(line.nextElementSibling));
  const chosen = parts.map((line) => partOf(line, range)).filter(({ from, to }) => from < to);
  return chosen.length ? passage(chosen) : null;
}

function passage(parts) {
  const [first, last] = [parts[0], parts.at(-1)];
  return {
    last: last.line,
    start: Math.floor(timeAt(first.line, first.from) * 10) / 10,
    end: Math.ceil(timeAt(last.line, last.to) * 10) / 10,
    said: saidIn(parts),
  };
}

/** What a range covers of a line, in characters, widened to whole words. */
function partOf(line, range) {
  const words = line.nextElementSibling;
  const text = words.textContent;
  let from = offsetIn(words, range.startContainer, range.startOffset, 0);
  let to = offsetIn(words, range.endContainer, range.endOffset, text.length);
  while (from < to && /\s/.test(text[from])) from += 1;
  while (to > from && /\s/.test(text[to - 1])) to -= 1;
  if (from === to) return { line, from, to };
  while (from > 0 && /\S/.test(text[from - 1])) from -= 1;
  while (to < text.length && /\S/.test(text[to])) to += 1;
  return { line, from, to };
}

/** Where an edge of a range stands in a line's words; `outside` where it stands in none of them. */
function offsetIn(words, node, offset, outside) {
  if (!words.contains(node)) return outside;
  const before = new Range();
  before.setStart(words, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

function timeAt(line, character) {
  const [start, end] = [startOf(line), endOf(line)];
  return start + (end - start) * character / Math.max(textOf(line).length, 1);
}

/** What each voice says, in order: the words of lines below one heading are one text. */
function saidIn(parts) {
  const said = [];
  for (const { line, from, to } of parts) {
    const heading = headingOf(line);
    const text = textOf(line).slice(from, to).trim();
    if (said.at(-1)?.heading === heading) said.at(-1).text += ` ${text}`;
    else said.push({ heading, speaker: speakerOf(heading), text });
  }
  return said;
}

function headingOf(line) {
  let before = line.parentElement;
  while (before && !before.classList.contains("voice")) before = before.previousElementSibling;
  return before;
}

/** Who speaks, as what and for whom on that day: the parts of the heading. */
function speakerOf(heading) {
  const parts = heading.children.length ? [...heading.children] : [heading];
  return parts.map((part) => part.textContent.trim()).filter(Boolean).join(", ");
}
