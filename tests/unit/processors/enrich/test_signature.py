"""The near-duplicate signature: equal where only contacts, digits or letter forms differ, a sample where it is long."""

import subprocess
import sys

import pytest

from processors.enrich.shingles import MAX_CHARACTERS, shingles
from processors.enrich.signature import SIZE, signature, signatures

PLAIN = "Warm hands needed for the harvest near the old mill, call after six"

SAME = [  # (what differs, one text, another with the same signature)
    ("case", PLAIN, PLAIN.upper()),
    ("digits", f"{PLAIN} 07700 900123", f"{PLAIN} 07700900456"),
    ("price and age", f"{PLAIN} 12.50 an hour", f"{PLAIN} 9 an hour"),
    ("e-mail", f"{PLAIN} write to a.b@mail.example", f"{PLAIN} write to c@other.example"),
    ("web address", f"{PLAIN} see https://one.example/x?y=1", f"{PLAIN} see www.two.example"),
    ("punctuation and spaces", PLAIN, PLAIN.replace(" ", " - ").replace(",", "!!! \n")),
    ("emoji", PLAIN, PLAIN.replace(" ", " \U0001f33b ")),
    ("accents", "Récolte près du vieux moulin", "Recolte pres du vieux moulin"),
    ("composed letters", "r\u00e9colte d'\u00e9t\u00e9", "re\u0301colte d'e\u0301te\u0301"),
    (
        "Arabic vowel marks",
        "\u0643\u064e\u062a\u064e\u0628 \u0628\u064e\u064a\u062a",
        "\u0643\u062a\u0628 \u0628\u064a\u062a",
    ),
]

DIFFERENT = [
    ("another word", PLAIN, PLAIN.replace("mill", "farm")),
    ("another order", "one two three", "three two one"),
    ("Cyrillic", "работа на ферме", "работа на складе"),
    ("Han", "农场招聘工人包吃住", "工厂招聘工人包吃住"),
    ("Hangul", "농장 일자리 모집", "농부 일자리 모집"),
    ("Thai", "รับสมัครงาน", "รับสมัครคน"),
]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_what_changes_between_copies_leaves_the_signature_alone(left: str, right: str) -> None:
    assert signature(left) == signature(right)
    assert signature(left)[1] > 0


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_other_words_change_it(left: str, right: str) -> None:
    assert set(signature(left)[0]) != set(signature(right)[0])


@pytest.mark.parametrize("text", ["", " ", "word", "12 34", "!!!", "\u0301", "\ud800", "a@b.example", "\U0001f33b"])
def test_less_than_two_words_have_none(text: str) -> None:
    assert signature(text) == ((), 0)


def test_a_text_has_the_same_signature_alone_and_among_others() -> None:
    texts = [text for case in (*SAME, *DIFFERENT) for text in case[1:]] * 40
    texts.insert(7, "")
    texts.insert(9, "one two " * MAX_CHARACTERS)
    assert list(signatures(texts)) == [signature(text) for text in texts]


def test_count_is_of_distinct_pairs() -> None:
    assert signature("one two one two one")[1] == 2


def test_characters_are_words_where_there_are_no_spaces() -> None:
    assert signature("农场招聘工人")[1] == 5
    assert set(signature("农场招聘工人")[0]) & set(signature("看农场招聘工人吧")[0])


def test_short_texts_are_kept_whole_and_in_reading_order() -> None:
    values, count = signature(PLAIN)
    assert len(values) == count
    assert values == tuple(dict.fromkeys(shingles([PLAIN])[0].tolist()))


def test_long_texts_are_sampled_alike() -> None:
    words = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]
    long = " ".join(words[i % len(words)] + words[i * 7 % len(words)] for i in range(400))
    values, count = signature(long)
    assert (len(values), count > SIZE) == (SIZE, True)
    assert sorted(values) == sorted(set(shingles([long])[0].tolist()))[:SIZE]
    edited = long.replace(words[3], "zz")
    assert len(set(values) & set(signature(edited)[0])) > SIZE // 2


def test_the_end_of_an_endless_text_is_not_read() -> None:
    text = "ab cd ef " * (MAX_CHARACTERS // 9 + 1)
    assert signature(text + "another end") == signature(text)


def test_another_process_agrees() -> None:
    program = f"from processors.enrich.signature import signature; print(signature({PLAIN!r}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == repr(signature(PLAIN))


def test_values_are_those_of_every_machine() -> None:
    """State stores hold these values: a change of them is a new version of the state."""
    assert signature("one two three")[0] == (1147091471, 2589868626)
