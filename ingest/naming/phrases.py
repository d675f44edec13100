"""What people say around a name, in English and Welsh, and what it tells of who is who.

A phrase is written with § where the name stands, in small letters and with single spaces, without
any signs but . and ? at the end of a sentence. ~ stands for a few words of the same sentence that
name nobody.
"""

import re
from enum import Enum

from media.names import HONORIFICS


class Kind(Enum):
    """What somebody does who says a name."""

    ABSENT = "says that somebody is not there, or is another"
    SELF = "gives their own name"
    QUOTE = "tells what somebody said"
    HAND_OVER = "gives somebody the floor"
    INTRODUCTION = "introduces or welcomes somebody"
    THANKS = "thanks who spoke"
    ADDRESS = "speaks to somebody"
    GREETING = "greets or answers somebody"
    OWN = "says where they work or what they are"
    LAST = "ends with a name"
    AT_END = "says a name at the end"
    AT_START = "says a name at the start"
    MENTION = "says a name"


NAME, BODY, ROLE = "name", "body", "role"

_HONORIFIC = rf"(?:(?:{'|'.join((*HONORIFICS, 'yr athro'))}) )?"
_SAID = (
    "said|says|say|saying|was saying|just said|mentioned|was mentioning|pointed|points|told|showed"
    "|asked|described|explained|raised|suggested|talked|spoke|was talking|covered|put it|wrote"
)
_PLEASED = "like|love|pleased|delighted|happy|going|want|wanted|pleasure|honour|honor|ask|bring"

# Who stands in for somebody says so with that one's name.
_ABSENT = (
    rf"\b(?:i'm|i am) not {_HONORIFIC}§",
    r"\b(?:instead of|on behalf of|in place of|in for|apologies from|deputising for) "
    rf"{_HONORIFIC}§",
    r"§ (?:\w+ )?(?:can't|cannot|can not|couldn't|could not|(?:is|was) unable to|isn't able to"
    r"|had to leave|has had to leave|has left|is ill|is unwell|is away|sends (?:her|his|their))\b",
    r"\b(?:yn lle|ar ran|ymddiheuriadau gan) §|\bnid §",
)
# Others' names are given too ("her name is"), and one's own is one's own ("I'm Ann's deputy").
_SELF = (
    r"(?:\b(?:i'm|i am|im|(?:my|the) name is|my name's|i'm called)|(?:^|[.?] )name is) "
    rf"{_HONORIFIC}§(?!'s)",
    r"\bthis is (?:your host )?§ (?:here|speaking)\b",
    r"\byour host §",
    r"(?:^|[.?] )(?:(?:hi|hello|yes|yeah) )?§ here(?= ?(?:[.?]|from|$))",
    rf"\b(?:fy enw i yw|fy enw i ydy|f'enw i yw|enw i yw|fi yw|fi ydy) {_HONORIFIC}§",
    # "Diolch, Ann, dw i'n falch": there the verb has more to come, and the name is another's.
    r"§ (?:(?:ydw|dw) i(?!')(?! (?:yn|wedi|ddim|am|eisiau|isio|newydd|hefyd)\b)|yw fy enw i?)\b",
)
_QUOTE = (
    rf"§ (?:\w+ )?(?:{_SAID})\b",
    r"\b(?:agree|agreed|agreeing|disagree|worked|working|spoke|talked|talking|along) with §",
    r"\b(?:what|as|like|that|which|when|because|if|whether) §",
    r"§ and (?:i|me|myself)\b|\b(?:i|me) and §",
    r"\b(?:dywedodd|soniodd|meddai|ddywedodd) §",
)
_HAND_OVER = (
    r"\bover to ~§",
    r"\b(?:hand|hands|handing|pass|passing|turn|turning) (?:\w+ ){0,3}to ~§",
    r"\b(?:speaker|presenter|panellist|presentation|contribution)(?: \w+)? (?:is|will be|comes) ~§",
    rf"\b(?:{_PLEASED}) (?:to )?(?:\w+ ){{0,2}}(?:invite|in|on) ~§",
    r"\b(?:please|now) invite ~§",
    r"\b(?:call on|calling on|bring in|hear from|hearing from) ~§",
    r"\bquestions? (?:\w+ )?(?:is|are|come|comes) from §",
    r"\bback to (?:you )?§",
    r"\b(?:next up|up next|next is|next we have|then we have|first up) ~§",
    r"§ (?:\w+ ){0,2}(?:the floor is yours|over to you|take it away|you're next|you are next)\b",
    r"\b(?:drosodd|draw|ymlaen|yn ôl|trosglwyddo) (?:at|i) ~§",
    r"\b(?:gwahodd|siaradwr nesaf yw|nesaf yw|nesaf mae) ~§",
)
# Who is welcomed speaks next, or is one of several.
_INTRODUCTION = (
    rf"\b(?:{_PLEASED}|please|now|also|and|i) (?:to )?(?:\w+ ){{0,2}}(?:welcome|introduce) ~§",
    r"\b(?:joined by|here with) ~§",
    r"§ (?:\w+ ){0,2}(?:joins|is joining) us\b",
    r"\bmy (?:\w+ )?(?:guest|guests|colleague) (?:\w+ )?(?:is|are) ~§",
    r"\b(?:croesawu|cyflwyno) ~§",
)
_THANKS = (
    r"\b(?:thanks|thank you|thank|cheers)(?: (?:so|very) much| a lot| again| indeed| to| there)* "
    rf"{_HONORIFIC}§",
    r"\b(?:great|brilliant|lovely|fantastic|wonderful|excellent|perfect) §",
    rf"\bdiolch(?: yn fawr| o galon| eto| i| iawn)* {_HONORIFIC}§",
)
_POSSESSIVE = (r"§'s\b",)
# The second of several is not the one who speaks next.
_LISTED = (r"¤ (?:and |or |then |a |ac |neu )*§",)
_GREETING = (
    r"\b(?:yes|yeah|sure|okay|ok|welcome|sorry|hi|hello|hey|morning|afternoon) §",
    r"\b(?:bore da|prynhawn da|helo|croeso|iawn) §",
)
_ADDRESS = (
    r"\b(?:go ahead|go on|please) §",
    r"\b(?:what|how) about (?:you )?§",
    r"\bquestions? (?:is )?(?:for|to) §",
    r"(?:^|[.?] )(?:(?:and|so|maybe|or|but|well|now|okay|yeah|yes) )?§ "
    r"(?:(?:do|did|can|could|would|will|are|have|were|what|how|any|if|maybe) )?"
    r"(?:you|do you|go ahead|please|your|you're|you've)\b",
    r"\byou(?: \w+){0,4} § ?[.?]",
    r"§ (?:go ahead|please|you're muted|you are muted|you're on mute)\b",
    r"§ ?\?",
    r"\b(?:beth amdanat ti|beth amdanoch chi) §",
    r"§ (?:wyt ti|ydych chi|oes gen ti|oes gennych chi)\b",
)
_OWN_BODY = (
    r"\b(?:here|we|us|are|work|worked|working|i'm|am|based|role) "
    r"(?:\w+ )?(?:at|from|for|in|of) (?:the )?§",
    r"\b(?:we're|we are|i'm|i am|i work|i come) (?:\w+ ){0,3}(?:at|from|for|with|of|representing) "
    r"(?:the )?§",
    r"\bhere (?:at|in) (?:the )?§",
    r"§ (?:where )?(?:we|where i)\b",
    r"\b(?:yma|ni) (?:yn|ym|yng) §",
    r"\bdw i'n (?:gweithio|dod) (?:i|o|yn|ym|yng) §",
)
_OWN_ROLE = (
    r"\b(?:i'm|i am|i work as|my role is|my role as|as) (?:the |a |an |our )?§",
    r"\bfel § (?:dw|rydw)\b",
)
_BY_SUBJECT = {
    NAME: (
        (Kind.ABSENT, _ABSENT),
        (Kind.SELF, _SELF),
        (Kind.QUOTE, _POSSESSIVE),
        (Kind.MENTION, _LISTED),
        (Kind.HAND_OVER, _HAND_OVER),
        (Kind.INTRODUCTION, _INTRODUCTION),
        (Kind.QUOTE, _QUOTE),
        (Kind.THANKS, _THANKS),
        (Kind.ADDRESS, _ADDRESS),
        (Kind.GREETING, _GREETING),
    ),
    BODY: ((Kind.OWN, _OWN_BODY), (Kind.HAND_OVER, _HAND_OVER), (Kind.INTRODUCTION, _INTRODUCTION)),
    ROLE: ((Kind.OWN, _OWN_ROLE), (Kind.HAND_OVER, _HAND_OVER), (Kind.INTRODUCTION, _INTRODUCTION)),
}
_PHRASES = {
    subject: tuple(
        (kind, re.compile("|".join(phrases).replace("~", r"(?:\w+ ){0,4}")))
        for kind, phrases in kinds
    )
    for subject, kinds in _BY_SUBJECT.items()
}


def kind_of(text: str, subject: str) -> Kind | None:
    """Return what somebody does who says a name (or a body, a role) in such a text.

    None where no phrase is found.
    """
    return next((kind for kind, found in _PHRASES[subject] if found.search(text)), None)
