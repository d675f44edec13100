"""PocketSphinx as an aligner: the words are known, the sound tells when each was said.

Known to it are the tokens of one text. `hear` listens for them with a language model of that very
text, so that it finds its place wherever the sound begins and goes on where words were left out;
`fit` sets given words to a piece of sound, in their order, and fails when they are not there.
Published on this kind of aligner: "Tradition or Innovation" (Rousso et al., arXiv 2406.19363).
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ingest.aligning.pronunciation import pronunciations
from ingest.aligning.trigrams import trigram_model
from ingest.errors import NotInstalled
from ingest.recognising.pocketsphinx import Segment, decode
from ingest.speech import Samples
from media.ffmpeg import SAMPLE_RATE

if TYPE_CHECKING:
    from pocketsphinx import Decoder

# The language whose sounds it knows.
TONGUE = "en"
# The sound of a word that is not the text's may be taken for noise.
_OPTIONS = {"samprate": SAMPLE_RATE, "cmn": "batch", "loglevel": "FATAL", "fillprob": 0.01}


class Placed(NamedTuple):
    """A word of the text in a piece of sound, in milliseconds from its start; see `Segment`."""

    unit: int
    start_ms: int
    end_ms: int
    likeness: float


class Aligner:
    """The aligner for one text; `units` has a number for each token, the same for what sounds
    the same, and None for what is not said.
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        """Learn the words of a text; raises NotInstalled."""
        try:
            from pocketsphinx import Decoder
        except ImportError:
            raise NotInstalled("pocketsphinx", "make setup") from None
        sounds = _sounds(tokens, Decoder(lm=None, **_OPTIONS))
        numbers = {sound: number for number, sound in enumerate(dict.fromkeys(sounds)) if sound}
        self.units = [numbers.get(sound) for sound in sounds]
        self._decoder = _load(numbers, self.units, Decoder) if numbers else None

    def hear(self, samples: Samples) -> list[Placed]:
        """Return the words of the text that are heard in a piece, in order of time."""
        if self._decoder is None:
            return []
        self._decoder.activate_search()
        return _placed(decode(self._decoder, samples))

    def fit(self, samples: Samples, units: Sequence[int]) -> list[Placed] | None:
        """Set words to a piece in which they are said one after another; None when they are not."""
        if self._decoder is None:
            return None
        self._decoder.set_align_text(" ".join(map(_name, units)))
        placed = _placed(decode(self._decoder, samples))
        return placed if [word.unit for word in placed] == list(units) else None


def _sounds(tokens: Sequence[str], dictionary: "Decoder") -> list[tuple[str, ...]]:
    def lookup(word: str) -> list[str]:
        found = list[str]()
        while phones := dictionary.lookup_word(f"{word}({len(found) + 1})" if found else word):
            found.append(phones)
        return found

    known = {token: pronunciations(token, lookup) for token in dict.fromkeys(tokens)}
    return [known[token] for token in tokens]


def _load(
    numbers: dict[tuple[str, ...], int], units: Sequence[int | None], decoder: type["Decoder"]
) -> "Decoder":
    """Make a decoder that knows these words only; it reads them from files."""
    entries = (
        f"{_name(number)}{f'({variant})' if variant > 1 else ''} {phones}\n"
        for sound, number in numbers.items()
        for variant, phones in enumerate(sound, start=1)
    )
    with tempfile.TemporaryDirectory() as folder:
        dictionary, model = Path(folder) / "words.dict", Path(folder) / "text.lm"
        dictionary.write_text("".join(entries), "ascii")
        said = [_name(unit) for unit in units if unit is not None]
        model.write_text(trigram_model(said), "ascii")
        return decoder(lm=str(model), dict=str(dictionary), **_OPTIONS)


def _name(unit: int) -> str:
    return f"w{unit}"


def _placed(segments: Sequence[Segment]) -> list[Placed]:
    return [Placed(int(s.word[1:]), s.start_ms, s.end_ms, s.likeness) for s in segments]
