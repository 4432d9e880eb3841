"""The normaliser: what it undoes, what it leaves alone, and the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.enrich.normalise import normalise
from processors.enrich.reading import Normal

# original, normalised, what was undone
CASES = [
    ("Plain text, 415-555-0123!", "Plain text, 415-555-0123!", {}),
    ("Call 4️⃣1️⃣5️⃣", "Call 415", {"emoji": 3}),
    ("🔟 euros", "10 euros", {"emoji": 1}),
    ("⑤⑥ ⓪ ❶ ⑴ Ⓐ", "56 0 1 1 A", {"enclosed": 6}),
    ("０１２Ａ", "012A", {"fullwidth": 4}),
    ("𝓗𝓲 𝟜𝟙𝟝", "Hi 415", {"styled": 5}),
    ("ʜᴇʟʟᴏ", "hello", {"styled": 5}),
    ("⁴¹⁵ but m²", "415 but m²", {"styled": 1}),
    ("Mоsсow gіrl", "Moscow girl", {"lookalike": 3}),
    ("мoй тeлeфoн рядом", "мой телефон рядом", {"lookalike": 2}),
    ("саsе", "case", {"lookalike": 2}),
    ("ᗩnnᗩ", "AnnA", {"lookalike": 2}),
    ("4\u200b1\u200c5", "415", {"zero_width": 2}),
    ("anna\u00adrose", "annarose", {"zero_width": 1}),
    ("x\u202e415\u202cy", "x415y", {"bidi": 2}),
    ("4\u03361\u03365\u0336", "415", {"combining": 3}),
    ("h\u0300e\u0301\u0302llo", "h\u00e9llo".replace("h", "h"), {"combining": 2}),
    ("a&nbsp;b&#52;c &amp; d", "a b4c & d", {"html": 3}),
    ("one<br>two <b>three</b>", "one\ntwo three", {"html": 3}),
    ("anna<at>mail<dot>example", "anna<at>mail<dot>example", {}),
    ("wow!!!!! ok...... ---", "wow! ok. -", {"repeated": 3}),
    ("a\x00b\x07c", "abc", {"control": 2}),
    ("a\ud800b", "a\ufffdb", {"surrogate": 1}),
    # typography and other scripts are nothing to report
    ("l’été — « bien » 100 €", "l'été - \" bien \" 100 €", {}),
    ("cafe\u0301", "café", {}),
    ("٠٥٠ ۱۲ ५५", "050 12 55", {}),
    ("Привет, меня зовут Оля", "Привет, меня зовут Оля", {}),
    ("Сосна VIP для вас", "Сосна VIP для вас", {}),
    ("Αθήνα και text", "Αθήνα και text", {}),
    ("5б, 30мин", "5б, 30мин", {}),
    ("می\u200cخواهم", "میخواهم", {}),
    ("❤️ 👩‍🦰", "❤ 👩🦰", {}),
    ("½ hour, 20 m²", "½ hour, 20 m²", {}),
    ("", "", {}),
]  # fmt: skip


@pytest.mark.parametrize(("original", "text", "changes"), CASES)
def test_undoes_disguise_and_nothing_else(original: str, text: str, changes: dict[str, int]) -> None:
    normal = normalise(original)
    assert normal.text == text
    assert normal.changes == changes


def assert_leads_back(normal: Normal) -> None:
    assert len(normal.starts) == len(normal.ends) == len(normal.text)
    last = 0
    for index in range(len(normal.text)):
        start, end = normal.span(index, index + 1)
        assert last <= start < end <= len(normal.original)
        last = start
    for edit in normal.edits:
        assert 0 <= edit.start < edit.end <= len(normal.original)


@given(st.text(max_size=300))
def test_every_character_leads_back_to_a_slice_of_the_original(text: str) -> None:
    assert_leads_back(normalise(text))


TRICKY = st.lists(
    st.sampled_from(
        ["a", "4", "а", "о", "е", "O", " ", "\u200b", "\u202e", "\u0336", "\u0301", "\ufe0f\u20e3", "&#52;", "&amp;",
         "<b>", "<br/>", "!", "!!!!", "１", "④", "𝟜", "ﬁ", "\ud800", "\x00", "\n", "é", "🙂", "’"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(TRICKY)
def test_mixed_disguises_lead_back_too(text: str) -> None:
    normal = normalise(text)
    assert_leads_back(normal)
    assert sum(normal.changes.values()) == len(normal.edits)


@given(
    st.text(
        st.characters(codec="ascii", exclude_characters="&<!?.,*~-=#+/\\|:;^'\"", min_codepoint=32, max_codepoint=126),
        max_size=200,
    )
)
def test_plain_ascii_comes_back_untouched(text: str) -> None:
    normal = normalise(text)
    assert (normal.text, normal.changes) == (text, {})
    assert isinstance(normal.starts, range), "no offsets were built"


@given(TRICKY)
def test_what_is_kept_keeps_its_order(text: str) -> None:
    normal = normalise(text)
    for index, char in enumerate(normal.text):
        start, end = normal.span(index, index + 1)
        if end - start == 1 and text[start] == char:
            assert normal.locate(start) <= index
