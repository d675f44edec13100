"""Every string of the site goes through gettext, and has its twin in Welsh."""

import re

import pytest
from babel.messages import Message
from babel.messages.pofile import read_po
from wording import PO, messages, shown, untranslated

from web.rendering import HERE

FORMS = 5
# What is called the same in both languages, and what is typed.
SAME = {"WebVTT"}
TEMPLATES = sorted(path.name for path in (HERE / "templates").glob("*.html"))

with PO.open("rb") as file:
    WELSH = read_po(file, locale="cy")


def _texts(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|%(?!\()", text))


def _tags(text: str) -> list[tuple[str, dict[str, str]]]:
    """The tags of a message; a translation may say besides which language words are in."""
    tags = shown(text).tags
    told = [(one.name, {k: v for k, v in one.values.items() if k != "lang"}) for one in tags]
    return sorted(told, key=repr)


def test_every_message_of_the_code_is_in_the_welsh_catalogue_and_no_other() -> None:
    there = {_texts(message) for message in messages() if message.id}
    here = {_texts(message) for message in WELSH if message.id}
    assert there == here, "make translations"
    assert len(here) > 150
    assert not WELSH.obsolete


@pytest.mark.parametrize("message", [m for m in WELSH if m.id], ids=lambda m: _texts(m)[0][:40])
def test_every_message_has_its_twin(message: Message) -> None:
    assert not message.fuzzy
    strings = _strings(message)
    assert len(strings) == (FORMS if message.pluralizable else 1)
    for string in strings:
        assert string.strip(), "not translated"
        assert _placeholders(string) == _placeholders(_texts(message)[-1])
        assert _tags(string) == _tags(_texts(message)[-1])


def test_the_catalogue_says_that_it_awaits_a_check() -> None:
    text = PO.read_text("utf-8")
    assert "AWAITS A HUMAN TRANSLATOR'S CHECK" in text
    assert "EMAIL@ADDRESS" not in text
    assert WELSH.num_plurals == FORMS


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_says_anything_untranslated(name: str) -> None:
    source = (HERE / "templates" / name).read_text("utf-8")
    assert [text for text in untranslated(source) if text not in SAME] == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        "<p>{{ 'Play' if x }}</p>",
        "<p>{{ x if y else 'quiet' }}</p>",
        "<p>{{ 'Recording, ' ~ x }}</p>",
        "<p>{{ {'a': 'many'}[x] }}</p>",
        "<p>{{ {'a': x}.get(y, 'other') }}</p>",
        "<img alt='A boat'>",
        "<img alt='{{ 'boat' }}'>",
        '<nav aria-label="Letters of {{ x }}">',
        "<input placeholder='name'>",
        "<meta name='description' content='About it'>",
        "{% set name = 'Best match' %}",
        "{% for x in ['Topics'] %}{{ x }}{% endfor %}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m('Said by people') }}",
        "<p>{{ _('Said by %(name)s', name='Somebody' if x else y) }}</p>",
        "<p>{% if x %}<b>{% endif %}loud</p>",
        "{% trans %}fine{% endtrans %} but <i>this</i>",
    ],
)
def test_what_is_untranslated_is_seen(source: str) -> None:
    assert untranslated(source)


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('Hello') }}, {{ x }}</p>",
        "<p>{% trans x=y %}Hello <b>{{ x }}</b>{% endtrans %}</p>",
        "<p>{{ ngettext('%(num)s boat', '%(num)s boats', n) }}</p>",
        "<p class=\"a{{ ' large' if x }}\"{{ ' aria-current=\"true\"' | safe if y }}>{{ x }}</p>",
        "{% if x == 'Chair' %}{{ x }}{% endif %}",
        "<a href=\"{{ url.static('site.css') }}\">{{ 1 }} · {{ x }}</a>",
    ],
)
def test_what_is_translated_or_not_shown_is_no_fault(source: str) -> None:
    assert untranslated(source) == []
