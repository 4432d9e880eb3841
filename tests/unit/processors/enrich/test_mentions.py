"""The mentions as a family: every kind, every case of its table. A new kind is covered as soon as it has a table."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.enrich.mentions import DETECTORS
from schemas.mention import CONTACT_KINDS, MentionKind
from tests.unit.processors.enrich import reader
from tests.unit.processors.enrich.cases import KINDS, Case, must_not, must_read

READ = [case for kind in KINDS for case in must_read(kind)]
NOT = [case for kind in KINDS for case in must_not(kind)]
LEAST = {
    "phones": (110, 65),
    "wallets": (8, 8),
    "hours": (16, 11),
    "durations": (11, 9),
    "places": (60, 40),
    "organisations": (60, 40),
    "dates": (60, 40),
}

# What a canonical value needs around it to be read again: an age is not a mention by its digits alone.
AGAIN = {
    "ages": "{} years old", "person_names": "my name is {}", "prices": "price {}", "hours": "{}", "places": "in {}",
    "organisations": '"{}" Ltd',
}  # fmt: skip
ONE_WAY = ("durations",)  # "PT30M" is for programs

NOISE = (
    "Lorem ipsum dolor sit amet.\n{}\nConsectetur adipiscing elit.",
    "Новый день. {}, хорошо!",
    "💋💕🔥 {} 🔥💕💋",
    "!!! {} !!!",
    "\n\n   {}   \n\n",
    "<p>{}</p>",
)


def found(case: Case, text: str | None = None) -> list[str]:
    return reader.values(case.kind, case.text if text is None else text, case.country, case.language)


def test_every_kind_has_a_table_and_every_table_a_kind() -> None:
    assert set(KINDS) == set(DETECTORS) == set(reader.KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_tables_are_large_enough(kind: str) -> None:
    read, without = LEAST.get(kind, (20, 15))
    assert len(must_read(kind)) >= read
    assert len(must_not(kind)) >= without


@pytest.mark.parametrize("case", READ, ids=str)
def test_reads(case: Case) -> None:
    assert tuple(found(case)) == case.values


@pytest.mark.parametrize("case", [case for case in READ if case.style], ids=str)
def test_names_the_disguise(case: Case) -> None:
    mentions = reader.mentions(case.text, case.country, case.language)
    assert {one.style for one in mentions if one.kind is reader.KINDS[case.kind]} == {case.style}


@pytest.mark.parametrize("case", NOT, ids=str)
def test_reads_nothing_where_there_is_nothing(case: Case) -> None:
    assert found(case) == []


@pytest.mark.parametrize("kind", KINDS)
def test_quotes_the_original(kind: str) -> None:
    for case in must_read(kind) + must_not(kind):
        end = 0
        for one in reader.mentions(case.text, case.country, case.language):
            assert one.surface == case.text[one.start : one.end] != "", case
            assert one.start >= end, f"{case}: mentions overlap or are out of order"
            assert 0 < one.confidence <= 1, case
            end = one.end


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ONE_WAY])
def test_canonical_values_read_as_themselves(kind: str) -> None:
    for case in must_read(kind):
        for value in case.values:
            if not value.startswith("unknown:"):
                assert value in found(case, AGAIN.get(kind, "{}").format(value)), case


@pytest.mark.parametrize("kind", KINDS)
def test_noise_around_removes_nothing(kind: str) -> None:
    for case in must_read(kind):
        for text in (noise.replace("{}", case.text) for noise in NOISE):
            assert set(case.values) <= set(found(case, text)), text


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_detectors_does_not_matter(kind: str) -> None:
    shuffled = list(DETECTORS.values())
    random.Random(7).shuffle(shuffled)
    for case in must_read(kind):
        expected = reader.mentions(case.text, case.country, case.language)
        assert reader.mentions(case.text, case.country, case.language, shuffled) == expected, case


@pytest.mark.parametrize("kind", KINDS)
def test_contacts_have_tokens_and_others_have_none(kind: str) -> None:
    for case in must_read(kind):
        for one in reader.mentions(case.text, case.country, case.language):
            assert (one.token is not None) == (one.kind in CONTACT_KINDS), case
            assert one.token is None or one.value not in one.token, case


def test_equal_contacts_have_equal_tokens_however_they_are_written() -> None:
    texts = ("415-555-0123", "four one five 555 zero 1 2 3", "wa.me/14155550123", "4️⃣1️⃣5️⃣ 5️⃣5️⃣5️⃣ 0️⃣1️⃣2️⃣3️⃣")
    assert len({one.token for text in texts for one in reader.mentions(text, "US")}) == 1


# Letters and spaces only: a number could be spelled out in them, but no address.
WORDS = st.text(st.characters(categories=["Ll", "Lo", "Zs"]), max_size=300)


@given(WORDS)
def test_no_contact_in_words(text: str) -> None:
    assert [one for one in reader.mentions(text, "US") if one.kind in CONTACT_KINDS - {MentionKind.PHONE}] == []


@given(st.text("abcdefgh \n.,!?()-:;'\"💋éжا", max_size=300))
def test_no_phone_where_nothing_says_a_digit(text: str) -> None:
    assert reader.values("phones", text, "US") == []


@given(st.text(max_size=400))
def test_any_text_is_accepted_and_quoted(text: str) -> None:
    for one in reader.mentions(text, "GB", None):
        assert one.surface == text[one.start : one.end] != ""
