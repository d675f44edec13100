import pytest

from index.asking.joining import joined
from index.asking.query import Not, Phrase, Tree, Word

A, ONE, TWENTY = Word("a"), Word("one"), Word("twenty")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ((TWENTY, ONE), [Word("twenty one")]),
        ((A, TWENTY, ONE, A), [A, Word("twenty one"), A]),
        ((Word("Q."), Word("A."), Word("A.")), [Word("Q. A. A.")]),
        ((TWENTY, Not(A), ONE), [TWENTY, Not(A), ONE]),
        ((TWENTY, Phrase("one")), [TWENTY, Phrase("one")]),
        ((ONE, TWENTY), [ONE, TWENTY]),
        ((), []),
    ],
)
def test_words_side_by_side_are_one_where_they_are_one_term(
    items: tuple[Tree, ...], expected: list[Tree]
) -> None:
    assert list(joined(items)) == expected
