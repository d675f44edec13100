"""The words of which English and Welsh questions are made, apart from what is asked for."""

from media.names import UNMUTATED


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A query that begins with one of these is a question.
OPENERS = _set(
    "where when what which who who's what's where's whom how did does has have is was are were can"
    " anyone anybody someone somebody anything find show list tell"
    " ble lle pryd pwy beth pa sut oes mae rhywun rywun"
)
THE = _set("the a an y yr")
# Around an opener: "show me all the places where", "which webinar".
ASK = (
    OPENERS
    | THE
    | _set(
        "often give me us all every any some i we do had could ever there in at"
        " moment moments passage passages place places part parts time times webinar webinars"
        " talk talks clip clips wnaeth yw"
    )
)
SOMEONE = _set(
    "someone somebody anyone anybody everyone everybody people person speaker speakers staff"
    " colleague colleagues those one who who's representative representatives"
    " rhywun rywun un unrhyw pobl bobl siaradwr siaradwyr pwy"
)
WORKING = _set("else who works working based that is was speaking sy'n sydd yn gweithio")
FROM = _set("from at of in for with representing o o'r yn ym yng gan")
# Between them and a nation's name, the nation is meant: "from Wales", "in Scotland", "o Gymru".
PLACES = _set("from in across of o o'r yn ym yng")
BE = _set("is are was were be been being gets get got")
HELP = BE | _set("who that which has have had did does do ever also yn wedi sy'n sydd")

# Said about something ("talk about"), and said of it directly ("mention").
SPEAK = _set(
    "say says said saying talk talks talked talking speak speaks spoke spoken speaking tell tells"
    " told think thinks thought present presents presented presenting"
)
DIRECT = _set(
    "mention mentions mentioned mentioning discuss discusses discussed discussing cover covers"
    " covered explain explains explained describe describes described raise raises raised"
)
WELSH = _set(
    "soniodd sonia sonio soniwyd sôn siaradodd siarada siarad siaradwyd dywedodd ddywedodd dweud"
    " ddweud meddai trafododd drafododd trafod"
)
VERBS = SPEAK | DIRECT | WELSH
# "what did", "show me people from"
BEFORE_SPEAKERS = ASK | SOMEONE | HELP | WELSH | FROM | WORKING
ANYTHING = _set("anything something more much unrhyw beth rywbeth rhywbeth")
# Of questions of other forms: "how long does it …", "tell me everything about …", "can you …".
OTHERWISE = _set("everything doing long many should would will it they you")
ON = _set("about on regarding concerning around am ar ynghylch ynglŷn â")
NOUNS = _set("mention mentions reference references discussion discussions")
OF = ON | _set("of to at")
PASSIVE = _set("mentioned named discussed cited quoted raised")
# "talked about", "referred to", "brought up"
PASSIVE_WITH = _set("talked spoken referred brought")
PASSIVE_END = _set("about of to up")
BY = _set("by gan")
AND = _set("and or a a'r neu neu'r")
WEBINARS = _set("webinar webinars archive gweminar gweminarau weminar")
# "videos of N" are no more than what N says and what names N.
RECORDINGS = _set(
    "video videos recording recordings clip clips fideo fideos recordiad recordiadau clipiau"
)
SHOWING = _set("of with o o'r")
WITHIN = THE | _set("any all this these")

# How first words of Welsh names stand after others: "o Goleg Cambria", "yng Ngholeg Cambria".
MUTATED = UNMUTATED
