"""Names that a recogniser misheard: what to put in their place, and why.

Only machine words come here; a text that people wrote is never changed. Proposals count words as
the recogniser gave them, so what was heard can always be had again. Of three risks only "safe" is
applied: what the archive lists as never anything else, and the very letters of a name. Likeness is
never enough, since the name of one is most like the name of another (HEFCE, HEFCW).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from ingest.correcting.alike import Likenesses
from ingest.correcting.candidates import Settled
from ingest.correcting.entries import register
from ingest.correcting.judgement import Judge
from ingest.correcting.listed import listed
from ingest.correcting.names import index_names
from ingest.correcting.spelt import spelt
from ingest.correcting.spoken import speech_of
from media.catalogue import Catalogue
from media.corrections import Proposal
from media.entities import Webinar
from media.model import Cue, Word
from media.transcript import spread


def propose(words: Sequence[Word], catalogue: Catalogue, webinar: Webinar) -> list[Proposal]:
    """Return what may be misheard names in a webinar's words, in order of time.

    No two proposals share a word. Those that are safe are marked as applied.
    """
    known, speech = register(catalogue, webinar), speech_of(words)
    index, settled = index_names(known), Settled(speech, known)
    candidates = [*listed(speech, known, settled), *spelt(speech, index, settled)]
    # What an ordinary word is, and how letters sound, is known for English only.
    if webinar.tongue == "en":
        likenesses = Likenesses(speech, index, settled)
        candidates += [*likenesses.alike(), *likenesses.beside()]
    return Judge(speech, known).proposals(candidates)


def apply(words: Sequence[Word], proposals: Iterable[Proposal]) -> list[Word]:
    """Return the words with what the applied proposals mean in place of what was heard.

    Punctuation and a possessive stay. As many words as before keep their times; more or fewer share
    the span. The probability of a changed word is the lowest of those that it replaces.
    """
    changed, next_word = list[Word](), 0
    for proposal in sorted(proposals, key=lambda one: one.first):
        if proposal.applied:
            changed += words[next_word : proposal.first]
            changed += _meant(words[proposal.first : proposal.last + 1], proposal)
            next_word = proposal.last + 1
    return changed + list(words[next_word:])


def apply_to_cues(
    cues: Sequence[Cue], words: Sequence[Word], proposals: Iterable[Proposal]
) -> tuple[list[Cue], list[Word], list[Proposal]]:
    """Return cues, their words and the proposals, with those applied that lie within one cue.

    There is one word for each piece of the cues' text between spaces.
    """
    begins = [0, *accumulate(len(cue.text.split()) for cue in cues)]
    within = [_within(proposal, begins) for proposal in proposals]
    changed, said = list[Cue](), list[Word]()
    for cue, begin, end in zip(cues, begins, begins[1:], strict=False):
        own = [
            replace(one, first=one.first - begin, last=one.last - begin)
            for one in within
            if begin <= one.first < end
        ]
        spoken = apply(words[begin:end], own)
        said += spoken
        changed.append(replace(cue, text=" ".join(word.text for word in spoken)))
    return changed, said, within


def _within(proposal: Proposal, begins: Sequence[int]) -> Proposal:
    """Leave a proposal unapplied that reaches from one cue into the next."""
    one_cue = bisect_right(begins, proposal.first) == bisect_right(begins, proposal.last)
    return replace(proposal, applied=proposal.applied and one_cue)


def _meant(heard: Sequence[Word], proposal: Proposal) -> list[Word]:
    before, _, after = " ".join(word.text for word in heard).partition(proposal.heard)
    texts = f"{before}{proposal.meant}{after}".split()
    if len(texts) == len(heard):
        timed = [replace(word, text=text) for word, text in zip(heard, texts, strict=True)]
    else:
        timed = spread(texts, proposal.start_ms, proposal.end_ms)
    given = [word.probability for word in heard if word.probability is not None]
    lowest = min(given, default=None)
    return [replace(word, probability=lowest, doubt=heard[0].doubt) for word in timed]
