"""What a correction says, in every language and form."""

import pytest
from msgspec.structs import replace

from processors.notify import Glossary, render
from processors.notify.words import languages, words
from schemas.codec import encode
from tests.unit.processors.notify.corrections import (
    TOLD,
    corrected,
)

GLOSSARY = Glossary(labels={"SX-02": "Several names"}, questions={}, risks=frozenset())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("outcome", ["withdrawn", "weakened"])
@pytest.mark.parametrize("reason", ["hub", "cut", "undone"])
def test_a_correction_says_what_is_not_so_any_more_and_what_is_left(language: str, outcome: str, reason: str) -> None:
    told = corrected(outcome)
    assert told.correction is not None
    told = replace(told, correction=replace(told.correction, reason=reason))
    made, said = render(told, language, "https://search.example/{index}/{id}", GLOSSARY), words(language).corrections
    assert made.id == "al-1-c1"
    assert said.subject.split("{")[0].strip() in made.subject
    sentence = said.reasons[reason].split(",")[0].split()[:4]
    for form in (made.text, made.html, made.chat, made.body.decode()):
        assert " ".join(sentence) in " ".join(form.replace("&#39;", "'").split())
        assert ("/ads/one" in form) == (outcome == "weakened" and form in (made.text, made.html))
        assert "/ads/three" not in form
    assert b'"type":"adwatch.correction"' in made.body
    assert max(map(len, made.text.splitlines())) <= 72 or "https://" in made.text


COUNTS = [  # outcome, what the rule counts now, the words for it
    ("withdrawn", 5, "short"),
    ("withdrawn", 0, "nothing"),
    ("weakened", 11, "enough"),
    ("weakened", None, "uncounted"),
]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("outcome", "counts", "word"), COUNTS)
def test_it_says_what_the_rule_counted_and_counts_now(
    language: str, outcome: str, counts: int | None, word: str
) -> None:
    made = render(corrected(outcome, counted=12, counts=counts), language, "", GLOSSARY)
    expected = getattr(words(language).corrections, word).format(counted=12, counts=counts)
    for form in (made.text, made.html, made.chat, made.body.decode()):
        assert " ".join(expected.split()) in " ".join(form.split())
    others = {word for _, _, word in COUNTS} - {word} | (
        {"left"} if counts is not None else set()
    )  # one number is enough
    for each in others:
        start = getattr(words(language).corrections, each).split("{")[0]
        assert expected.startswith(start) or start not in made.text


def test_one_that_lost_a_finding_names_it() -> None:
    made = render(corrected("weakened", indicators=("SX-02",)), "en", "", GLOSSARY)
    assert "does not show any more: Several names." in " ".join(made.text.split())


@pytest.mark.parametrize("language", languages())
def test_an_alert_that_is_first_told_with_it_says_both(language: str) -> None:
    told = corrected("weakened", amends=False)
    made = render(replace(told, sentence=TOLD.sentence), language, "", GLOSSARY)
    assert words(language).corrections.heading in made.text
    assert TOLD.sentence in " ".join(made.text.split())
    assert b'"type":"adwatch.alert"' in made.body


def test_hostile_words_in_one_are_only_words() -> None:
    told = replace(corrected("weakened", indicators=("<b>@all</b>",)), title="<script>x</script>\n\u202eevil")
    made = render(told, "en", "", GLOSSARY)
    assert "<script>" not in made.html
    assert "<b>" not in made.html
    assert "\n" not in made.subject
    assert "\u202e" not in made.subject
    assert "@all" not in made.chat


def test_a_record_without_it_is_as_before() -> None:
    assert b"correction" not in encode(TOLD)
