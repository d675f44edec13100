"""What the correction of misheard names finds, and what it finds where nothing is wrong.

    python -m benchmarks.corrections DIR [--show N]

DIR holds calls as three files each: NAME.transcript.vtt (Zoom's captions, `Speaker: text`),
NAME.transcript_changelog.tsv (original, corrected, confidence) and NAME.transcript_corrected.vtt.gz
(the captions with those corrections made). The project ships none.

Method. Calls are put in order of the date in their names: the first two thirds are the past, which
thresholds were set on, the rest are measured. What an archive would know of a call is made from the
past alone: a term for each right form that the changelogs of at least two past calls have (those
told with high or medium confidence that change something; forms that differ in capitals, spaces or
hyphens only are one term), and as its roster the names of those who speak in the call itself. Each
is run twice: with likeness only, and with what past changelogs list as misheard (safe: no word of
the dictionary, no right name, of one term only, in two calls; dangerous: all in small letters and
in the dictionary; context: the rest).

An error is a run of words whose letters differ between a call's two captions. It is found when a
proposal, put in, makes the run what the corrected captions have, letter for letter, without case,
spaces and signs. A proposal that touches an error and does not is wrong. One that touches none is
unmarked if the very same change stands in the changelog of some call, which mostly means that it
was overlooked in this one; else it is false. The corrected captions are a machine's own: they leave
errors standing, in names of people above all, and make some, so "false" counts true finds as well.
What changes capitals, spaces and signs only is counted apart, as form: the captions are not
consistent in it. `--show` prints proposals with their surroundings, to look at.
"""

import argparse
import csv
import gzip
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from ingest.correcting.corrections import propose
from ingest.correcting.lexicon import is_known
from media.catalogue import Catalogue
from media.corrections import Proposal
from media.dates import PartialDate
from media.entities import Appearance, Person, Site, Term, Webinar
from media.model import Word
from media.sounds import letters

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_PAST = 2 / 3
_FEWEST_CALLS = 2
_TEN_THOUSAND = 10_000
_WORD_MS = 300  # words come without times; only pauses would matter


@dataclass(frozen=True, slots=True)
class Error:
    """A run of words [start, end) that should read otherwise."""

    start: int
    end: int
    right: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call's words, its errors, who speaks, and its changelog as rows."""

    name: str
    words: Sequence[str]
    errors: Sequence[Error]
    speakers: Sequence[str]
    changes: Sequence[tuple[str, str, str]]


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", nargs="?", default="")
    parser.add_argument("--past", action="store_true", help="measure the past, to set thresholds")
    parser.add_argument("--show", type=int, default=0, help="print so many proposals to look at")
    options = parser.parse_args()
    names = sorted(Path(options.data or ".").glob("**/*.transcript_changelog.tsv"), key=_date)
    if not options.data or not names:
        print("skipped: no data (name a folder of calls with changelogs)")
        return
    calls = [_read(path) for path in names]
    cut = int(len(calls) * _PAST)
    past, measured = calls[:cut], calls[:cut] if options.past else calls[cut:]
    _describe(past, measured)
    for learned in (False, True):
        _measure(past, measured, learned, _marked(calls), options.show)


def _date(path: Path) -> tuple[str, str]:
    found = _DATE.search(path.name)
    return found.group() if found else "", path.name


def _read(changelog: Path) -> Call:
    stem = str(changelog).removesuffix("_changelog.tsv")
    heard = _cues(Path(f"{stem}.vtt").read_text("utf-8"))
    right = _cues(gzip.decompress(Path(f"{stem}_corrected.vtt.gz").read_bytes()).decode())
    words, errors = list[str](), list[Error]()
    for (_, said), (_, meant) in zip(heard, right, strict=True):
        errors += _errors(said, meant, len(words))
        words += said
    rows = csv.reader(changelog.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
    changes = [(row[0], row[1], row[2]) for row in list(rows)[1:]]
    speakers = sorted({_name(speaker) for speaker, _ in heard} - {""})
    return Call(changelog.name.partition(".")[0], words, errors, speakers, changes)


def _cues(text: str) -> list[tuple[str, list[str]]]:
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    texts = (block.split("-->", 1)[1].partition("\n")[2] for block in blocks if "-->" in block)
    labelled = (text.partition(": ") if ": " in text else ("", "", text) for text in texts)
    return [(speaker, said.split()) for speaker, _, said in labelled]


def _errors(said: list[str], meant: list[str], offset: int) -> Iterator[Error]:
    matcher = SequenceMatcher(a=said, b=meant, autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        if what != "equal" and end - start == last - first:
            # Neighbours that were each corrected are errors of their own.
            for step in range(end - start):
                yield from _error(said, start + step, start + step + 1, meant[first + step], offset)
        elif what != "equal":
            yield from _error(said, start, end, " ".join(meant[first:last]), offset)


def _error(said: list[str], start: int, end: int, right: str, offset: int) -> Iterator[Error]:
    if start < end and letters("".join(said[start:end])) != letters(right):
        yield Error(offset + start, offset + end, right)


def _name(speaker: str) -> str:
    """Return a display name without its additions: "Ann Example (Guest) | College"."""
    return re.split(r"[(|\[/]", speaker)[0].strip()


# What an archive would know.


def _glossary(past: Sequence[Call], learned: bool) -> list[Term]:
    rights = defaultdict[str, Counter[str]](Counter)
    calls, heard = defaultdict[str, set[str]](set), defaultdict[str, dict[str, set[str]]](dict)
    for call in past:
        for original, right, confidence in call.changes:
            if original != right and confidence != "low":
                key = letters(right)
                rights[key][right] += 1
                calls[key].add(call.name)
                heard[key].setdefault(original, set()).add(call.name)
    kept = {
        key for key in rights if len(calls[key]) >= _FEWEST_CALLS and not _is_plain(rights[key])
    }
    owners = Counter(original for key in kept for original in heard[key])
    return [
        _term(key, rights[key], heard[key] if learned else {}, owners, kept) for key in sorted(kept)
    ]


def _is_plain(forms: Counter[str]) -> bool:
    """Say whether a right form is no term: a number, or ordinary words."""
    form = forms.most_common(1)[0][0]
    return not re.search(r"[^\W\d_]", form) or (form.islower() and all(map(is_known, form.split())))


def _term(
    key: str,
    forms: Counter[str],
    heard: Mapping[str, set[str]],
    owners: Counter[str],
    rights: set[str],
) -> Term:
    lists = defaultdict[str, list[str]](list)
    for original, calls in heard.items():
        known = all(is_known(word) for word in original.split())
        alone = owners[original] == 1 and letters(original) not in rights
        if known and original.islower():
            lists["dangerous"].append(original)
        elif not known and alone and len(calls) >= _FEWEST_CALLS:
            lists["safe"].append(original)
        elif letters(original) != key:
            lists["context"].append(original)
    name, *variants = [form for form, _ in forms.most_common()]
    return Term(
        id=key,
        name=name,
        variants=tuple(variants),
        misheard_safe=tuple(lists["safe"]),
        misheard_context=tuple(lists["context"]),
        misheard_dangerous=tuple(lists["dangerous"]),
    )


def _archive(terms: Sequence[Term], call: Call) -> tuple[Catalogue, Webinar]:
    people = [Person(id=str(n), name=name) for n, name in enumerate(call.speakers)]
    webinar = Webinar(
        slug=call.name,
        title=call.name,
        date=PartialDate(2026),
        appearances=tuple(Appearance(person=person.id) for person in people),
    )
    catalogue = Catalogue(
        site=Site(title="Calls"),
        institutions={},
        people={person.id: person for person in people},
        terms={term.id: term for term in terms},
        documents={},
        webinars={webinar.slug: webinar},
    )
    return catalogue, webinar


# What is found.


@dataclass(slots=True)
class Score:
    """What proposals of one kind came to."""

    right: int = 0
    wrong: int = 0
    unmarked: int = 0
    form: int = 0
    false: int = 0

    @property
    def precision(self) -> float:
        """The share of right ones, of those that are known to be right, wrong or false."""
        return self.right / max(self.right + self.wrong + self.false, 1)

    def row(self, label: str, words: int) -> str:
        """Return a line of the table, with false ones for each 10,000 words."""
        counts = (self.right, self.wrong, self.unmarked, self.form, self.false)
        rate = self.false * _TEN_THOUSAND / max(words, 1)
        return f"| {label} | {' | '.join(map(str, counts))} | {rate:.2f} | {self.precision:.1%} |"


@dataclass(slots=True)
class Result:
    """What one way of running found in all calls."""

    words: int = 0
    errors: int = 0
    reachable: int = 0
    found: set[tuple[str, int]] = field(default_factory=set)
    applied: set[tuple[str, int]] = field(default_factory=set)
    by_kind: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    by_score: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    shown: list[str] = field(default_factory=list)
    seconds: float = 0.0


def _marked(calls: Sequence[Call]) -> set[tuple[str, str]]:
    changes = ((heard, right) for call in calls for heard, right, _ in call.changes)
    return {(heard.casefold(), letters(right)) for heard, right in changes}


def _measure(
    past: Sequence[Call],
    measured: Sequence[Call],
    learned: bool,
    marked: Collection[tuple[str, str]],
    show: int,
) -> None:
    terms = _glossary(past, learned)
    result = Result()
    for call in measured:
        _add(result, call, terms, marked)
    title = "with what the past lists as misheard" if learned else "with likeness only"
    print(f"\n## {title.capitalize()}\n")
    _print(result)
    for line in random.Random(1).sample(result.shown, min(show, len(result.shown))):  # noqa: S311
        print(line)


def _add(
    result: Result, call: Call, terms: Sequence[Term], marked: Collection[tuple[str, str]]
) -> None:
    words = [Word(n * _WORD_MS, (n + 1) * _WORD_MS, text) for n, text in enumerate(call.words)]
    began = time.process_time()
    proposals = propose(words, *_archive(terms, call))
    result.seconds += time.process_time() - began
    names = {letters(form) for term in terms for form in (term.name, *term.variants)}
    result.words += len(words)
    result.errors += len(call.errors)
    result.reachable += sum(_is_reachable(call, error, names) for error in call.errors)
    for proposal in proposals:
        _count(result, call, proposal, marked)


def _is_reachable(call: Call, error: Error, names: set[str]) -> bool:
    """Say whether a name that the archive knows is what the error should read, or part of it."""
    before, after = call.words[error.start - 2 : error.start], call.words[error.end : error.end + 2]
    text = [*before, *error.right.split(), *after]
    first, last = len(before), len(before) + len(error.right.split())
    runs = ((a, b) for a in range(last) for b in range(max(a, first) + 1, len(text) + 1))
    return any(letters("".join(text[a:b])) in names for a, b in runs)


def _count(
    result: Result, call: Call, proposal: Proposal, marked: Collection[tuple[str, str]]
) -> None:
    start, end = proposal.first, proposal.last + 1
    touched = [e for e in call.errors if e.start < end and e.end > start]
    scores = result.by_kind[proposal.kind], result.by_score[f"{proposal.score:.1f}"[:3]]
    verdict = "false"
    if letters(proposal.heard) == letters(proposal.meant):
        verdict = "form"
    elif (proposal.heard.casefold(), letters(proposal.meant)) in marked:
        verdict = "unmarked"
    if touched:
        verdict = "right" if _mends(call, proposal, touched) else "wrong"
    if verdict == "right":
        result.found.update((call.name, error.start) for error in touched)
        if proposal.applied:
            result.applied.update((call.name, error.start) for error in touched)
    for score in scores:
        setattr(score, verdict, getattr(score, verdict) + 1)
    around = " ".join(call.words[max(start - 8, 0) : end + 8])
    told = f"{verdict:6}{proposal.kind:10}{proposal.score:.2f} {proposal.heard} -> {proposal.meant}"
    result.shown.append(f"{told} | {around} | {'; '.join(proposal.evidence)}")


def _mends(call: Call, proposal: Proposal, errors: Sequence[Error]) -> bool:
    start = min(proposal.first, *(error.start for error in errors))
    end = max(proposal.last + 1, *(error.end for error in errors))
    right, at = list[str](), start
    for error in errors:
        right += [*call.words[at : error.start], error.right]
        at = error.end
    right += call.words[at:end]
    heard = " ".join(call.words[proposal.first : proposal.last + 1])
    put_in = heard.replace(proposal.heard, proposal.meant, 1)
    got = [*call.words[start : proposal.first], put_in, *call.words[proposal.last + 1 : end]]
    return letters("".join(right)) == letters("".join(got))


# What is told.


def _describe(past: Sequence[Call], measured: Sequence[Call]) -> None:
    rows = [row for call in measured for row in call.changes]
    terms = _glossary(past, learned=True)
    listed = Counter[str]()
    for term in terms:
        listed["safe"] += len(term.misheard_safe)
        listed["context"] += len(term.misheard_context)
        listed["dangerous"] += len(term.misheard_dangerous)
    same = sum(original == right for original, right, _ in rows)
    names = {letters(form) for term in terms for form in (term.name, *term.variants)}
    unknown = sum(o != right and letters(right) not in names for o, right, _ in rows)
    print(f"{len(past)} past calls ({past[0].name} to {past[-1].name}) give {len(terms)} terms,")
    print(f"listed as misheard: {dict(listed)}.")
    print(f"{len(measured)} calls measured ({measured[0].name} to {measured[-1].name}),")
    print(f"{len(rows)} rows in their changelogs, of which {same} change nothing")
    print(f"and {unknown} have a right form that the past does not know.")


def _print(result: Result) -> None:
    print("| words | errors | name known | found | of known | applied | processor s |")
    print("|---|---|---|---|---|---|---|")
    found, applied = len(result.found), len(result.applied)
    print(
        f"| {result.words} | {result.errors} | {result.reachable} | {found}"
        f" ({found / result.errors:.1%}) | {found / max(result.reachable, 1):.1%} | {applied}"
        f" ({applied / result.errors:.1%}) | {result.seconds:.1f} |"
    )
    print(
        "\n| proposals | right | wrong | unmarked | form | false | per 10,000 words | right share |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, score in (*sorted(result.by_kind.items()), *sorted(result.by_score.items())):
        print(score.row(f"score {name}" if name[0].isdigit() else name, result.words))


if __name__ == "__main__":
    main()
