"""Panels of invented people, generated: a chair gives the floor, talks follow, then questions.

The sentences of `ingest.naming.phrases` and these have one author, so what is measured here is the
sum of much evidence and what noise does to it, not whether the phrases are those that people use.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from ingest.turns import Turn, Turns
from media.catalogue import Catalogue
from media.dates import PartialDate
from media.entities import Appearance, Institution, Person, Site, Webinar
from media.model import Word

_FIRST = (
    *("Nerys", "Ewan", "Dilys", "Morag", "Owen", "Sian", "Callum", "Ffion", "Hamish", "Bronwen"),
    *("Rory", "Catrin", "Fergus", "Eleri", "Niall", "Gwenda", "Angus", "Mabli", "Declan", "Tegwen"),
    *("Helena", "Martin", "Gordon", "Beatrix", "Walter", "Rosalind", "Edmund", "Philippa"),
)
_LAST = (
    *("Quill", "Pebble", "Thistle", "Inkwell", "Marmalade", "Lanternway", "Puffin", "Saltmarsh"),
    *("Bramblewick", "Kettleby", "Teacake", "Driftwood", "Barnacle", "Foxglove", "Haystack"),
    *("Winkle", "Pumpernickel", "Crumpet", "Featherstone", "Gooseberry", "Paperclip", "Button"),
)
_BODIES = (
    *("Kelp", "Otter", "Heron", "Gannet", "Lichen", "Samphire", "Cockle", "Bracken", "Juniper"),
    *("Plover", "Curlew", "Sorrel"),
)
_FILLER_TEXT = """
we began with a small course and a short form that everybody could read. the learners asked for
evenings so we moved the sessions. most of the work was in the quality process and it took longer
than anybody had planned. employers told us what they needed and we wrote it down. in the second
year the numbers went up and the cost came down. there is a slide about the credit and how it
adds up. it is not a qualification on its own but it can become a part of one. people came back
for the next one and that surprised the registry. some of them had left school a long time ago.
the platform was slow and the help desk was kind. nobody knew what to call it at first. the board
wanted figures and the tutors wanted time. we learned to keep it short and to say what it is for.
"""
_FILLER = tuple(_FILLER_TEXT.split())
WORD_MS = 350


@dataclass(frozen=True, slots=True)
class Panel:
    """A generated webinar: who says each word, and the true voice of each label."""

    catalogue: Catalogue
    webinar: Webinar
    turns: Turns
    words: Sequence[Word]
    truth: dict[str, str]


def make_panel(speakers: int, wrong_words: float, wrong_voices: float, seed: int) -> Panel:
    """Generate a panel of so many speakers, of whom the first chairs.

    Of the words, a share is put wrong, and a share is given to another voice, in runs.
    """
    random = Random(seed)  # noqa: S311
    catalogue, webinar = _archive(speakers, random)
    ids = [appearance.person for appearance in webinar.appearances]
    said = [
        (id_, word) for id_, text in _script(catalogue, webinar, random) for word in text.split()
    ]
    order = list(dict.fromkeys(id_ for id_, _ in said))
    labels = {id_: f"unnamed {order.index(id_) + 1}" for id_ in ids}
    heard = _misheard([word for _, word in said], wrong_words, random)
    voices = _mixed([labels[id_] for id_, _ in said], list(labels.values()), wrong_voices, random)
    words = [Word(n * WORD_MS, (n + 1) * WORD_MS, text) for n, text in enumerate(heard)]
    turns = (Turn(w.start_ms, w.end_ms, voice) for w, voice in zip(words, voices, strict=True))
    return Panel(catalogue, webinar, Turns(turns), words, {labels[id_]: id_ for id_ in ids})


def _archive(speakers: int, random: Random) -> tuple[Catalogue, Webinar]:
    names = zip(random.sample(_FIRST, speakers), random.sample(_LAST, speakers), strict=True)
    people = [Person(id=f"p{n}", name=" ".join(name)) for n, name in enumerate(names)]
    bodies = [
        Institution(id=f"b{n}", name=f"{name} College", kind="college", nation="Wales")
        for n, name in enumerate(random.sample(_BODIES, speakers))
    ]
    appearances = [
        Appearance(person=person.id, institution=body.id)
        for person, body in zip(people, bodies, strict=True)
    ]
    appearances[0] = replace(appearances[0], part="chair")
    webinar = Webinar(
        slug="panel", title="Panel", date=PartialDate(2031), appearances=tuple(appearances)
    )
    catalogue = Catalogue(
        site=Site(title="Panels"),
        institutions={body.id: body for body in bodies},
        people={person.id: person for person in people},
        terms={},
        documents={},
        webinars={webinar.slug: webinar},
    )
    return catalogue, webinar


def _script(catalogue: Catalogue, webinar: Webinar, random: Random) -> Iterator[tuple[str, str]]:
    chair, *ids = [appearance.person for appearance in webinar.appearances]
    yield chair, f"Good morning everybody and welcome. {_talk(random, 40)}"
    if random.random() < 0.5:
        yield chair, f"My name is {catalogue.people[chair].name} and I am your chair today."
    for number, id_ in enumerate(ids):
        yield chair, _invitation(catalogue, webinar, id_, number, random)
        yield id_, _opening(catalogue, webinar, chair, id_, random) + _talk(random, 250)
        yield chair, _thanks(_first(catalogue, id_), random) + _talk(random, 15)
    for _ in range(2 * len(ids)):
        id_, other = random.sample(ids, 2)
        yield chair, f"{_talk(random, 20)} {_question(_first(catalogue, id_), random)}"
        echo = random.choice(("", f"As {_first(catalogue, other)} said, "))
        yield id_, echo + _talk(random, 50)
        if random.random() < 0.4:
            yield other, f"I agree with {_first(catalogue, id_)}. {_talk(random, 30)}"
    everybody = ", ".join(_first(catalogue, id_) for id_ in ids)
    yield chair, f"Thank you to {everybody}, and goodbye."


def _first(catalogue: Catalogue, id_: str) -> str:
    return catalogue.people[id_].name.split()[0]


def _talk(random: Random, words: int) -> str:
    start = random.randrange(len(_FILLER))
    said = [_FILLER[(start + n) % len(_FILLER)] for n in range(words)]
    return f"{' '.join(said).capitalize().rstrip('.')}."


def _body(catalogue: Catalogue, webinar: Webinar, id_: str) -> str:
    body = catalogue.institution_of(webinar, catalogue.people[id_])
    return body.name if body else ""


def _invitation(
    catalogue: Catalogue, webinar: Webinar, id_: str, number: int, random: Random
) -> str:
    name, body = catalogue.people[id_].name, _body(catalogue, webinar, id_)
    return random.choice(
        (
            f"So over to you, {name}.",
            f"Our {'next' if number else 'first'} speaker is {name} from {body}.",
            f"I'd like to welcome {name} from {body}.",
            f"And now it is time for {body}. {name}, the floor is yours.",
            f"Let us hear about {body} now. {name.split()[0]}?",
        )
    )


def _opening(catalogue: Catalogue, webinar: Webinar, chair: str, id_: str, random: Random) -> str:
    name, body, host = (
        catalogue.people[id_].name,
        _body(catalogue, webinar, id_),
        _first(catalogue, chair),
    )
    return random.choice(
        (
            f"Thank you, {host}. I'm {name}. ",
            f"Thanks very much, {host}. Here at {body} we did something new. ",
            f"Bore da, {name.split()[0]} dw i. ",
            "Good morning. ",
        )
    )


def _thanks(name: str, random: Random) -> str:
    return random.choice(
        (f"Thank you, {name}. ", f"Diolch, {name}. ", "Very good. ", f"Lovely, {name}. ")
    )


def _question(name: str, random: Random) -> str:
    return random.choice(
        (
            f"{name}, what do you think?",
            f"What about you, {name}?",
            f"Back to {name}.",
            "Who wants that?",
        )
    )


def _misheard(words: Sequence[str], share: float, random: Random) -> list[str]:
    """Put some words wrong: one letter, or another word."""
    return [_wrong(word, random) if random.random() < share else word for word in words]


def _wrong(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    letter = random.choice("aeiourstln")
    return random.choice((word[:at] + letter + word[at + 1 :], random.choice(_FILLER)))


def _mixed(voices: Sequence[str], labels: Sequence[str], share: float, random: Random) -> list[str]:
    """Give runs of one to six words to another voice, as many as are a share of the words."""
    mixed = list(voices)
    for _ in range(round(share * len(voices) / 3.5)):
        start, length = random.randrange(len(voices)), random.randint(1, 6)
        mixed[start : start + length] = [random.choice(labels)] * len(mixed[start : start + length])
    return mixed
