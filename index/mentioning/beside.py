"""Words that stand beside names, and what they say of them; folded, without apostrophes.

English, as the talk is, with what little Welsh is needed.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EDUCATION = _words("""
    academic academics campus college colleges course courses degree degrees graduate graduates
    institution institutions lecturer lecturers module modules professor programme programmes
    provider providers student students undergraduate universities university vice
""")
BODY = _words("college colleges institution institutions universities university")
TOWN = _words("cities city county town towns village")
# Before a town: the place is meant.
BEFORE_PLACE = _words("""
    around central county east greater in inner into live lives mid near north outside south
    through toward towards west
""")
# After a town: something else of that town is meant.
AFTER_PLACE = _words("""
    airport area based bay central city council county docks east harbour north region road
    south station street town west
""")
# After a town, before where it is: another town of that name.
INTO_ELSEWHERE = _words("co county in northern")
# After an institution: another body that has its name.
AFTER_OTHER_BODY = _words("health hospital hospitals press")
# After an adjective of a nation: its people, bodies and government, not its language.
OF_A_NATION = _words("""
    assembly businesses colleges context economy employers executive fe further government
    governments he heis higher institution institutions learners ministers nation parliament
    people population providers public research schools sector society student students system
    universities university workforce young
""")
LANGUAGES = _words("british english scots welsh")
INTO_NATION = _words("across for from in of outside throughout to within")
# Of a nation, with it part of a name.
NAMED_FOR_NATION = _words("bank church university")
NOT_NATION = _words("contribution contributions cut number numbers rate rates")
# Acronyms that are words where no capital tells them apart, of English and of Welsh.
ENGLISH_WORDS = _words("bid he is it us who")
WELSH_WORDS = _words("ae du fe hei lle ni oed ou")
AFTER_ACRONYM = _words("colleges institutions providers sector sectors students")
# First names that may be words at the start of a sentence, or wherever there are no capitals.
WORD_NAMES = _words("""
    april art bill chase dawn dean drew faith frank gene grace grant guy heather holly hope iris
    ivy jack jay joy june lily mark max may miles olive page paige pat penny ray rob robin rose
    sandy sue victor will
""")
# Before a first name, where no capitals tell it: it is spoken to, or of.
TO_PERSON = _words("and dear hello hi thanks to with you")
WELSH = _words("""
    ac ar bod chi eich ein ei eu fi fod gan gyda hon hwn hyn mae maen mewn nhw oedd sy wedi y yn yr
""")
# Words with a capital that are no part of a name: they open sentences, or stand before a person.
NO_NAME = _words("""
    a across actually after afternoon again all alright also although always an and any anyway
    are as at awesome because been before being between both brilliant but by can central
    certainly cheers clearly cool could dear did do does during east eastern even evening every
    excellent fantastic fine for from great had has have he hello her here hey hi his how
    however i if in is it its let like lovely maybe mid more morning most my nice no north
    northern not now obviously of oh ok okay on only or our over perfect perhaps please right
    rural she should since so some sorry south southern such sure thank thanks that the their
    then there therefore these they this those though through to unless unlike until urban was
    we welcome well were west western what when where whereas whether which while who why will
    with within without wonderful would yeah yes yet you your
""")
