"""The mentions as a family: every kind, every case of its table. A new kind is covered as soon as it has a table."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.enrich.mentions import DETECTORS
from tests.unit.processors.enrich import reader
from tests.unit.processors.enrich.cases import KINDS, Case, must_not, must_read

READ = [case for kind in KINDS for case in must_read(kind)]
NOT = [case for kind in KINDS for case in must_not(kind)]
LEAST = {"phones": (110, 65), "wallets": (8, 8), "hours": (16, 11), "durations": (11, 9)}

# What a canonical value needs around it to be read again: an age is not a mention by its digits alone.
AGAIN = {"ages": "{} years old", "person_names": "my name is {}", "prices": "price {}", "hours": "{}"}
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


@pytest.mark.parametrize("case", READ + NOT, ids=str)
def test_quotes_the_original(case: Case) -> None:
    end = 0
    for one in reader.mentions(case.text, case.country, case.language):
        assert one.surface == case.text[one.start : one.end] != ""
        assert one.start >= end, "mentions overlap or are out of order"
        assert 0 < one.confidence <= 1
        end = one.end


@pytest.mark.parametrize("case", [case for case in READ if case.kind not in ONE_WAY], ids=str)
def test_canonical_values_read_as_themselves(case: Case) -> None:
    for value in case.values:
        if not value.startswith("unknown:"):
            assert value in found(case, AGAIN.get(case.kind, "{}").format(value))


@pytest.mark.parametrize("case", READ, ids=str)
def test_noise_around_removes_nothing(case: Case) -> None:
    for text in (noise.replace("{}", case.text) for noise in NOISE):
        assert set(case.values) <= set(found(case, text)), text


@pytest.mark.parametrize("case", READ, ids=str)
def test_the_order_of_detectors_does_not_matter(case: Case) -> None:
    detectors = list(DETECTORS.values())
    expected = reader.mentions(case.text, case.country, case.language, detectors)
    random.Random(7).shuffle(detectors)
    assert reader.mentions(case.text, case.country, case.language, detectors) == expected


@pytest.mark.parametrize("case", READ, ids=str)
def test_contacts_have_tokens_and_others_have_none(case: Case) -> None:
    for one in reader.mentions(case.text, case.country, case.language):
        is_contact = one.kind.value in ("phone", "email", "handle", "wallet")
        assert (one.token is not None) == is_contact
        assert one.token is None or one.value not in one.token


def test_equal_contacts_have_equal_tokens_however_they_are_written() -> None:
    texts = ("415-555-0123", "four one five 555 zero 1 2 3", "wa.me/14155550123", "4️⃣1️⃣5️⃣ 5️⃣5️⃣5️⃣ 0️⃣1️⃣2️⃣3️⃣")
    assert len({one.token for text in texts for one in reader.mentions(text, "US")}) == 1


WORDS = st.text(st.characters(categories=["Ll", "Lo", "Zs"]), max_size=300)


@given(WORDS)
def test_no_contact_in_text_without_digits_and_signs(text: str) -> None:
    contacts = [one for one in reader.mentions(text, "US") if one.token]
    assert [one for one in contacts if one.kind.value != "phone"] == []


@given(st.text(max_size=400))
def test_any_text_is_accepted_and_quoted(text: str) -> None:
    for one in reader.mentions(text, "GB", None):
        assert one.surface == text[one.start : one.end] != ""


def test_birth_years_count_from_the_year_of_the_observation() -> None:
    assert datetime(reader.YEAR, 1, 1, tzinfo=UTC).year - 1999 == int(reader.values("ages", "born in 1999")[0])
