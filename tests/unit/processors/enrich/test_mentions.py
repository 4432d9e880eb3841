"""The mentions as a family: every kind, every case of its table. A new kind is covered as soon as it has a table."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.enrich.mentions import DETECTORS
from schemas.mention import CONTACT_KINDS, MentionKind
from tests.unit.processors.enrich import reader
from tests.unit.processors.enrich.cases import KINDS, Case, must_not, must_read

# What a canonical value needs around it to be read again: an age is not a mention by its digits alone, and a Russian
# name in an English text would be taken for a disguise.
AGAIN = {
    "ages": "{} years old", "person_names": "это: my name is {}", "prices": "price {}", "places": "in {}",
    "organisations": '"{}" Ltd', "partial_phones": "call {}", "payments": "pay {}", "persons": "{} girls",
}  # fmt: skip

NOISE = (
    "Lorem ipsum dolor sit amet.\n{}\nConsectetur adipiscing elit.",
    "Новый день. {}, хорошо!",
    "💋💕🔥 {} 🔥💕💋",
    "!!! {} !!!",
    "\n\n   {}   \n\n",
    "<p>{}</p>",
)


def found(case: Case, text: str | None = None) -> tuple[str, ...]:
    return reader.values(case.kind, case.text if text is None else text, case.country, case.language)


def test_every_kind_has_a_table_and_every_table_a_kind() -> None:
    assert set(KINDS) == {*DETECTORS, "routes"} == set(reader.KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_tables_are_large_enough(kind: str) -> None:
    read, without = (200, 120) if kind == "phones" else (60, 40)
    assert len(must_read(kind)) >= read
    assert len(must_not(kind)) >= without


@pytest.mark.parametrize("kind", KINDS)
def test_reads_what_must_be_read(kind: str) -> None:
    wrong = {case: found(case) for case in must_read(kind) if found(case) != case.values}
    assert wrong == {}


@pytest.mark.parametrize("kind", KINDS)
def test_names_the_disguise(kind: str) -> None:
    for case in (case for case in must_read(kind) if case.style):
        assert {one.style for one in reader.of_kind(kind, case.text, case.country, case.language)} == {case.style}, case


@pytest.mark.parametrize("kind", KINDS)
def test_reads_nothing_where_there_is_nothing(kind: str) -> None:
    wrong = {case: found(case) for case in must_not(kind) if found(case)}
    assert wrong == {}


@pytest.mark.parametrize("kind", KINDS)
def test_quotes_the_original(kind: str) -> None:
    for case in must_read(kind) + must_not(kind):
        end = 0
        for one in reader.mentions(case.text, case.country, case.language):
            assert one.surface == case.text[one.start : one.end] != "", case
            assert one.start >= end, f"{case}: mentions overlap or are out of order"
            assert 0 < one.confidence <= 1, case
            end = one.end


@pytest.mark.parametrize("kind", KINDS)
def test_canonical_values_read_as_themselves(kind: str) -> None:
    for case in must_read(kind):
        for value in case.values:
            if not value.startswith("unknown:"):
                assert value in found(case, AGAIN.get(kind, "{}").format(value)), case


@pytest.mark.parametrize("kind", KINDS)
def test_noise_around_removes_nothing(kind: str) -> None:
    for number, case in enumerate(must_read(kind)):
        text = NOISE[number % len(NOISE)].replace("{}", case.text)
        assert set(case.values) <= set(found(case, text)), text


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_detectors_does_not_matter(kind: str) -> None:
    shuffled = list(DETECTORS.values())
    random.Random(7).shuffle(shuffled)
    for case in must_read(kind)[::2]:
        expected = reader.mentions(case.text, case.country, case.language)
        assert reader.read(case.text, case.country, case.language, shuffled) == expected, case


@pytest.mark.parametrize("kind", KINDS)
def test_contacts_have_tokens_and_others_have_none(kind: str) -> None:
    for case in must_read(kind):
        for one in reader.mentions(case.text, case.country, case.language):
            assert (one.token is not None) == (one.kind in CONTACT_KINDS), case
            assert one.token is None or one.value not in one.token, case


def test_equal_contacts_have_equal_tokens_however_they_are_written() -> None:
    texts = ("415-555-0123", "four one five 555 zero 1 2 3", "wa.me/14155550123", "4️⃣1️⃣5️⃣ 5️⃣5️⃣5️⃣ 0️⃣1️⃣2️⃣3️⃣")
    assert len({one.token for text in texts for one in reader.mentions(text, "US")}) == 1


def test_nothing_is_mentioned_in_an_empty_or_random_text() -> None:
    chance = random.Random(5)
    texts = ["", " ", "\n\n", *("".join(chance.choices("bcdfghjklmnpqrstvwz  ", k=200)) for _ in range(50))]
    assert {text: found for text in texts if (found := reader.mentions(text, "GB"))} == {}


# Letters and spaces only: a number could be spelled out in them, but no address.
WORDS = st.text(st.characters(categories=["Ll", "Lo", "Zs"]), max_size=300)


@given(WORDS)
def test_no_contact_in_words(text: str) -> None:
    assert [one for one in reader.mentions(text, "US") if one.kind in CONTACT_KINDS - {MentionKind.PHONE}] == []


@given(st.text("abcdefgh \n.,!?()-:;'\"💋éжا", max_size=300))
def test_no_phone_where_nothing_says_a_digit(text: str) -> None:
    assert reader.values("phones", text, "US") == ()


@given(st.text(max_size=400))
def test_any_text_is_accepted_and_quoted(text: str) -> None:
    for one in reader.mentions(text, "GB", None):
        assert one.surface == text[one.start : one.end] != ""
