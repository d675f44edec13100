"""What is looked for: a query with all that was made of it."""

from dataclasses import dataclass
from typing import Literal

from index.asking.query import Tree, Word, all_of
from index.asking.questions import Reading
from index.widening.also import Also

# Which words of a query have to be there: all, those that tell what is asked for, or most of these.
Needed = Literal["literally all", "all", "telling", "most"]


@dataclass(frozen=True)
class Asked:
    """What is looked for: the tree of what was typed, and how it was read, if as a question.

    `names` are searched for what was typed as much as what was typed; what else is searched,
    `besides`, finds what stands behind the rest. `needed` says which of the words have to be there;
    of a sentence most will do, unless every one is needed literally.

    `question` is the text whose meaning may be looked for, empty where words alone are. `related`
    says that no words found anything, and that what means the like is wanted in their place.
    """

    tree: Tree | None
    reading: Reading | None = None
    names: tuple[Also, ...] = ()
    besides: tuple[Also, ...] = ()
    needed: Needed = "all"
    question: str = ""
    related: bool = False

    @property
    def trees(self) -> tuple[Tree, ...]:
        """What words are looked for: those that were typed, unless they ask for others, and those
        of the reading."""
        typed = None if self.reading and self.reading.asks else self.tree
        words = words_of(self.reading)
        return tuple(dict.fromkeys(tree for tree in (typed, words) if tree))

    @property
    def also(self) -> tuple[Also, ...]:
        """All that is searched besides what was typed."""
        return (*self.names, *self.besides)


def words_of(reading: Reading | None) -> Tree | None:
    """Ask for all words that a reading left."""
    return all_of([Word(word) for word in reading.words.split()]) if reading else None
