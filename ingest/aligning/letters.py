"""Spelling to sound: a rough English pronunciation for words that no dictionary has.

Phones are those of the CMU pronouncing dictionary, without stress. The rules are tried in order at
each place of a word, the first that fits is taken. They are meant for finding where a known word
lies in the sound, which forgives a wrong vowel, and not for speaking; Welsh spellings that English
has no use for ("dd", "ff", "w" as a vowel) are read as Welsh.
"""

import re
from collections.abc import Iterator

_VOWEL = "[aeiouy]"
_C = "[bcdfghjklmnpqrstvwxz]"

# Pattern at this place of the word (a look-behind sees what is before it), and its phones.
_RULES: tuple[tuple[str, str], ...] = (
    # Silent letters.
    (r"(?<=\w\w)e(?=s?\Z)", ""),
    (r"'", ""),
    (r"\A(?:kn|gn|pn|mn)", "N"),
    (r"\Awr", "R"),
    (r"\Aps", "S"),
    (r"\Ax", "Z"),
    (r"(?<=m)b(?=s?\Z)", ""),
    # Endings.
    (r"(?<=[td])ed\Z", "IH D"),
    (r"(?<=[pkfcxs])ed\Z", "T"),
    (rf"(?<={_C})ed\Z", "D"),
    (r"(?<=[sxz])es\Z", "IH Z"),
    (r"(?<=ch)es\Z|(?<=sh)es\Z", "IH Z"),
    (r"(?<=[ptkf])s\Z", "S"),
    (r"(?<=[bdglmnrvwyeo])s\Z", "Z"),
    (r"tion|cian|shion", "SH AH N"),
    (r"(?<=[aeiou])sion", "ZH AH N"),
    (r"sion", "SH AH N"),
    (r"tial|cial", "SH AH L"),
    (r"tious|cious", "SH AH S"),
    (r"tience|cience", "SH AH N S"),
    (r"tient|cient", "SH AH N T"),
    (r"ture(?=s?\Z)", "CH ER"),
    (r"ous(?=\Z|ly|ness)", "AH S"),
    (rf"(?<={_C})le(?=s?\Z|d\Z)", "AH L"),
    (rf"(?<={_C})re(?=s?\Z)", "ER"),
    (r"(?<=\w)able(?=s?\Z)", "AH B AH L"),
    (r"(?<=\w\w)age(?=s?\Z)", "IH JH"),
    (r"(?<=\w\w)ate(?=s?\Z)", "EY T"),
    (r"(?<=\w\w)ity(?=\Z)", "AH T IY"),
    (r"ology\Z", "AA L AH JH IY"),
    (r"(?<=\w)ary\Z|(?<=\w)ery\Z|(?<=\w)ory\Z", "ER IY"),
    # The names of places.
    (r"(?<=\w)shire\Z", "SH ER"),
    (r"(?<=\w\w)borough\Z|(?<=\w\w)burgh\Z", "B ER AH"),
    (r"(?<=\w)cester\Z", "S T ER"),
    (r"(?<=\w)wick\Z", "IH K"),
    (r"(?<=\w)ham\Z", "AH M"),
    (r"(?<=\w)sea\Z", "Z IY"),
    # Consonants of more than one letter.
    (r"cy(?=m|w)", "K AH"),
    (r"tch", "CH"),
    (r"sch(?=[aeiou])", "S K"),
    (r"(?<=\As)ch(?=[aeiou])", "K"),
    (r"chr|chl", "K R"),
    (r"ch", "CH"),
    (r"ckn|ck|cc(?![eiy])|kk|cq|q(?!u)", "K"),
    (r"cc(?=[eiy])", "K S"),
    (r"sc(?=[eiy])", "S"),
    (r"ssh|sh", "SH"),
    (r"\Ath(?=e|is|at|ou|en|y)|(?<=[aeiou])th(?=er|ing)|dd(?=\Z)|\Add", "DH"),
    (r"th", "TH"),
    (r"ph", "F"),
    (r"\All", "HH L"),
    (r"wh(?=o)", "HH"),
    (r"wh", "W"),
    (r"(?<=[aeiou])ght", "T"),
    (r"igh", "AY"),
    (r"eigh", "EY"),
    (r"augh|ough(?=t)", "AO"),
    (r"ough", "OW"),
    (r"gh\Z", ""),
    (r"gh|gg", "G"),
    (r"dge?(?=e)|dg(?=[eiy])", "JH"),
    (r"dj", "JH"),
    (r"ng(?=\Z|s\Z|ing|ly|h)", "NG"),
    (r"n(?=[gkq]|c[aeou]|x)", "NG"),
    (r"qu", "K W"),
    (r"x", "K S"),
    (r"ss", "S"),
    (r"zz", "Z"),
    (r"bb", "B"),
    (r"dd", "D"),
    (r"ff", "F"),
    (r"ll", "L"),
    (r"mm", "M"),
    (r"nn", "N"),
    (r"pp", "P"),
    (r"rr", "R"),
    (r"tt", "T"),
    (r"vv", "V"),
    # Vowels of more than one letter.
    (r"air|are(?=s?\Z)|ear(?=s?\Z)(?<=bear)", "EH R"),
    (r"eer|ear(?![ln])|ere(?=s?\Z)|ier(?=ce)", "IH R"),
    (r"ear(?=[ln])", "ER"),
    (r"ire(?=s?\Z|d\Z)", "AY ER"),
    (r"our(?=s?\Z|ed\Z)|oor|oar|ore(?=s?\Z|d\Z)", "AO R"),
    (r"ure(?=s?\Z|d\Z)", "Y UH R"),
    (r"war(?!e)", "W AO R"),
    (r"wor", "W ER"),
    (r"wa(?=[nst])", "W AA"),
    (r"eau", "OW"),
    (r"ai|ay|ei(?=[ng])|ey(?=\w)", "EY"),
    (r"au|aw", "AO"),
    (r"ee|ea|ie(?=[a-z])", "IY"),
    (r"ey\Z|ie\Z", "IY"),
    (r"eu|ew", "Y UW"),
    (r"ei", "AY"),
    (r"igh|ie", "AY"),
    (r"oa|oe|ow(?=\Z|s\Z|n\Z)", "OW"),
    (r"ook", "UH K"),
    (r"oo", "UW"),
    (r"oi|oy", "OY"),
    (r"ou|ow", "AW"),
    (r"ui|ue", "UW"),
    (r"ua", "W AA"),
    (r"ia(?=\w)", "IY AH"),
    (r"ia\Z", "IY AH"),
    (r"io", "IY OW"),
    (r"eo", "IY OW"),
    (r"aa", "AA"),
    (r"ae", "AY"),
    (r"ii", "IY"),
    (r"uu|\Aw(?=[^aeiouyhr])", "UW"),
    (rf"(?<={_C})w(?={_C})|(?<={_C})w\Z", "UW"),
    # A vowel before r.
    (r"ar(?![aeiou])", "AA R"),
    (r"(?<=\w\w)ar\Z", "ER"),
    (r"or(?=\Z)(?<=\w\w\wor)", "ER"),
    (r"or(?![aeiou])", "AO R"),
    (r"(?:er|ir|ur|yr)(?![aeiou])", "ER"),
    (r"(?<=\w)er(?=[aeiou])", "ER"),
    # A vowel before one consonant and a silent e is said by its name.
    (r"a(?=[bcdfgklmnpstvz]es?\Z|ng(?:e|i))", "EY"),
    (r"i(?=[bcdfgklmnpstvz]es?\Z|nd\Z|ld\Z|gn\Z)", "AY"),
    (r"o(?=[bcdfgklmnpstvz]es?\Z|ld|st\Z|ll\Z)", "OW"),
    (r"(?<=[rljy])u(?=[bcdfgklmnpstvz]es?\Z)", "UW"),
    (r"u(?=[bcdfgklmnpstvz]es?\Z)", "Y UW"),
    (r"y(?=[bcdfgklmnpstvz]es?\Z)", "AY"),
    # Vowels at the ends of words.
    (r"a\Z", "AH"),
    (r"(?<=\A\w)y\Z|(?<=\A\w\w)y\Z", "AY"),
    (r"y\Z|i\Z", "IY"),
    (r"o\Z|os\Z", "OW"),
    (r"u\Z", "UW"),
    (r"e\Z", "IY"),
    # Single vowels.
    (rf"\Aa(?={_C}[aeiou])", "AH"),
    (r"a", "AE"),
    (r"\Ae(?=[bcdfglmnpstv][aeiour])", "IH"),
    (r"e(?=[nlmt]\w?\Z)(?<=\w\w\we)", "AH"),
    (r"e", "EH"),
    (r"i(?=[ao])", "IY"),
    (r"i", "IH"),
    (r"\Ao(?=[bcdfgklmnpstv][aeiou])|o(?=[dt]e|v[aei])", "OW"),
    (r"o(?=n\Z|m\Z)(?<=\w\w\wo)", "AH"),
    (r"o", "AA"),
    (r"\Au(?=n[io])|(?<=[bcfhmp])u(?=[bcdlrt][aeiou])", "Y UW"),
    (r"u(?=[bcdglmnprst][aeiou])", "UW"),
    (r"u(?=ll)", "UH"),
    (r"u", "AH"),
    (rf"\Ay(?={_VOWEL})|(?<=[aeiou])y(?=[aeiou])", "Y"),
    (r"y", "IH"),
    # Single consonants.
    (r"c(?=[eiy])", "S"),
    (r"ce\Z", "S"),
    (r"c", "K"),
    (r"g(?=[eiy])", "JH"),
    (r"(?<=[aeiou])s(?=[aeiou])", "Z"),
    (r"(?<=[ae])h|(?<=[kgr])h", ""),
    *((letter, phone) for letter, phone in zip("bdfgklmnprstvwz", "BDFGKLMNPRSTVWZ", strict=True)),
    ("h", "HH"),
    ("j", "JH"),
)
_COMPILED = tuple((re.compile(pattern), phones) for pattern, phones in _RULES)


def sound_out(word: str) -> str:
    """Return phones for a word of small letters a to z; nothing for what has none."""
    return " ".join(_phones(word))


def _phones(word: str) -> Iterator[str]:
    at = 0
    while at < len(word):
        matches = ((pattern.match(word, at), phones) for pattern, phones in _COMPILED)
        match, phones = next(((m, p) for m, p in matches if m), (None, ""))
        yield from phones.split()
        at = match.end() if match and match.end() > at else at + 1
