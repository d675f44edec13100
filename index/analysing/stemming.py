"""Which forms are one word: Snowball's English stemmer, and where speech needs it put right.

Snowball takes endings off by rule. It joins some words that mean different things, which have a
stem of their own here, if both are frequent in talk or in further and higher education; and it
keeps British and American spellings apart, which are made one before. Spellings are joined only
where no other word is spelt so: not "meter" (metre) or "check" (cheque).
"""

import re
from functools import lru_cache

from whoosh.lang.snowball.english import EnglishStemmer

# Families of forms that share no stem with any other word; their first is their stem.
_FAMILIES = """
university universities
universe universes
important importantly importance
experiment experiments experimental experimentally experimented experimenting experimentation
international internationally
intern interns interned interning
internal internally internals
business businesses
customer customers
customs
authority authorities authoritative authoritatively
initiative initiatives
executive executives
competent competently competence competences competency competencies
formative formatively
formation formations
objective objectives
objection objections
subjective subjectively
transition transitions transitional transitioned transitioning
conversion conversions
terminal terminals
positive positively positives positivity
digital digitally
physics
excellent excellently excellence
informal informally
integrity
integral
identical identically
responsible responsibly responsibility responsibilities
accountable accountability
confidential confidentially confidentiality
publication publications
opposition oppositions
contention contentions
assembly assemblies
majority majorities
minority minorities
organ organs
organic organically
organism organisms
programming
programmer programmers
programmable programmability
polite politely politeness
inventory inventories
respective respectively
relative relatively relatives
evening evenings
paste pasted pastes pasting
suite suites
busy busier busiest busily
likely
unlikely
nearly
hardly
lately
shortly
namely
julie
marie
ofs
"""
# Forms that Snowball parts from their word.
_MISSED = {
    "added": "add",
    "adding": "add",
    "adds": "add",
    "analysis": "analyse",
    "learnt": "learn",
    "modular": "module",
    "modularity": "module",
}
# British spellings by others of the same word.
_SPELLINGS = {
    "acknowledgment": "acknowledgement",
    "analog": "analogue",
    "artifact": "artefact",
    "catalog": "catalogue",
    "center": "centre",
    "centered": "centred",
    "centering": "centring",
    "counselor": "counsellor",
    "defense": "defence",
    "dialog": "dialogue",
    "fiber": "fibre",
    "judgment": "judgement",
    "kilometer": "kilometre",
    "license": "licence",
    "licensed": "licenced",
    "licensing": "licencing",
    "liter": "litre",
    "practise": "practice",
    "practised": "practiced",
    "practising": "practicing",
    "program": "programme",
    "skeptic": "sceptic",
    "skeptical": "sceptical",
    "skillful": "skilful",
    "theater": "theatre",
}
_IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:e[ds]?|ers?|ing|ations?|ational|able)\Z)")
_YZE = re.compile(r"(?<=al)yz(?=(?:e[ds]?|ers?|ing)\Z)")
_OUR = re.compile(
    r"\A((?:un|dis)?(?:behavi|cand|col|endeav|fav|flav|glam|harb|hon|hum|lab|neighb|od|rig|rum|"
    r"sav|savi|vap|vig))our"
)
# Snowball takes an -s off behind a vowel only: PSRBs. Three letters are more often an acronym that
# ends so: NHS.
_PLURAL_ACRONYM = re.compile(r"[^aeiouy]{3,}(?=s\Z)")
_OWN = {
    form: family.split()[0] for family in _FAMILIES.strip().splitlines() for form in family.split()
}


@lru_cache(maxsize=200_000)
def stem(term: str) -> str:
    """Return what all forms of a term have in common.

    Capitals, figures, and terms with a mark or with letters that are not English are their own.
    """
    if not (term.isascii() and term.isalpha() and term.islower()):
        return term
    if own := _OWN.get(term):
        return own
    if acronym := _PLURAL_ACRONYM.match(term):
        return acronym[0]
    return str(EnglishStemmer().stem(_respelt(_MISSED.get(term, term))))


def _respelt(word: str) -> str:
    """Spell a word in one way, on whichever side of the Atlantic it was written."""
    singular = word.removesuffix("s")
    if spelling := _SPELLINGS.get(singular):
        return spelling + word[len(singular) :]
    return _OUR.sub(r"\1or", _YZE.sub("ys", _IZE.sub("is", word)))
