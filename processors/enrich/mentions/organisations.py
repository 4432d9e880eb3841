"""Names of organisations - employers, agencies, shops: in a company field, beside a legal form ("Sunrise Staffing Ltd",
ООО «Ромашка»), after a cue ("agency Blue Sky"), or as "at Grand Palace Hotel". The value is the name without its legal
form, written as the ad writes it.

They are shown clear, so whatever might be a person's name is no organisation: a name without a legal form is read only
where a word of trade is in it and no detector of persons or places claims it, and a sole trader's own name never is.
"""

import re
from collections.abc import Callable, Iterator

from processors.enrich.company_names import (
    INSIDE,
    POINTED,
    REACH,
    TABLE,
    backward,
    forward,
    has_form,
    is_business,
    is_generic,
    listed,
    without_form,
)  # fmt: skip
from processors.enrich.first_names import names_someone
from processors.enrich.passage import Field, Found, Passage, places
from processors.enrich.signs import sign
from processors.enrich.tables import words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_LETTERS = re.compile(r"[^\W\d_]+")
_FORM = re.compile(rf"(?:{any_of(words(TABLE['forms']))})(?![^\W\d_])")
_FORM_BEFORE = re.compile(rf"(?:{any_of(words(TABLE['forms_before']))})(?![^\W_])")
_POINT = sign(r"\.(?:\s?[larpvokcşeun]\.|[lrv])")  # most texts have no such point, so no form with points
_POINTED = re.compile(rf"(?<![^\W_])(?:{POINTED})(?![^\W_])")
_QUOTED = re.compile(r'\s{0,2}:?\s{0,2}"([^"\n]{2,60})"')
_QUOTED_BEFORE = re.compile(r'"([^"\n]{2,60})"[\s,]{0,2}$')
_HAN = re.compile(r"有限(?:责任)?公司")
_IN_HAN = sign("公司")
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,12}$")
_HAN_PARTICLES = re.compile("[在是与和的为向由于]")  # no spaces there: what stands before them is another word
_BEFORE_NAMES = re.compile(rf"(?<![^\W_])(?:{any_of(words(TABLE['before_names']))})\s?$")
_AFTER_NAMES = re.compile(rf"\s{{1,2}}(?:{any_of(words(TABLE['after_names']))})(?![^\W_])")
_FIELDS, _NOBODY, _SOLE_TRADERS = listed("fields"), listed("nobody"), listed("sole_traders")
_HEADLINE_CUES = listed("headline_cues")
_HEAD_LAST = frozenset((None, "en", "de", "nl"))  # "Hotel Receptionist"


def detect(passage: Passage) -> Iterator[Found]:
    """The organisations of a passage."""
    for field in passage.fields:
        if field.name in _FIELDS:
            yield from _in_field(passage.text, field)
    for word in passage.words & _WORDS:
        for start, end in places(passage.lower, word):
            for read in _READERS[word]:
                yield from read(passage, start, end)
    if _POINT in passage.signs:
        for match in _POINTED.finditer(passage.lower):
            yield from _before(passage.text, *match.span())
    for match in _HAN.finditer(passage.lower) if _IN_HAN in passage.signs else ():
        if before := _HAN_BEFORE.search(passage.text, max(0, match.start() - REACH), match.start()):
            name = _HAN_PARTICLES.split(before[0])[-1]
            if name:
                yield _found(name, match.start() - len(name), match.end(), is_sure=True)


def _in_field(text: str, field: Field) -> Iterator[Found]:
    """The whole value, if it says that it is an organisation."""
    value = text[field.start : field.end].strip()
    first = _LETTERS.search(value)
    if not first or len(value) > 2 * REACH or "@" in value or value.strip(" -.").lower() in _NOBODY:
        return
    if first[0].lower() in _SOLE_TRADERS:
        value = quoted[0].strip(" :") if (quoted := _QUOTED.search(value)) else ""
    name = without_form(value)
    if name and (has_form(value) or is_business(name)):
        start = text.find(value, field.start)
        yield _found(name, start, start + len(value), is_sure=True)


def _by_form(passage: Passage, start: int, end: int) -> Iterator[Found]:
    if form := _FORM.match(passage.lower, start):
        yield from _before(passage.text, start, form.end())


def _by_capital_form(passage: Passage, start: int, end: int) -> Iterator[Found]:
    """ "Boulons SA", but not "IL A SA VOITURE", "50 KG" or "Riyadh, SA": the name has small letters and no comma."""
    if passage.text[start:end].isupper() and "," not in passage.text[max(0, start - 2) : start]:
        yield from (one for one in _before(passage.text, start, end) if any(map(str.islower, one.value)))


def _before(text: str, start: int, end: int) -> Iterator[Found]:
    """The name before a legal form."""
    reach = max(0, start - REACH)
    if quoted := _QUOTED_BEFORE.search(text, reach, start):
        yield _found(quoted[1], quoted.start(), end, is_sure=True)
    else:
        first = backward(text, start)
        name = without_form(text[first:start])
        if name and _LETTERS.search(name):
            yield _found(name, first, end, is_sure=True)


def _by_form_before(passage: Passage, start: int, end: int) -> Iterator[Found]:
    if form := _FORM_BEFORE.match(passage.lower, start):
        yield from _after(passage.text, start, form.end(), is_sure=True)


def _by_sole_trader(passage: Passage, start: int, end: int) -> Iterator[Found]:
    """The name of the shop, in quotes; without them it is that of a person."""
    yield from _quoted(passage.text, start, end)


def _by_cue(passage: Passage, start: int, end: int) -> Iterator[Found]:
    """ "agency Blue Sky", "Company: Blue Sky"; after a cue in capitals all words have them, so only quotes tell."""
    cue, text = passage.text[start:end], passage.text
    if cue.isupper() or (cue[0].isupper() and cue.lower() in _HEADLINE_CUES and text[end : end + 1] != ":"):
        yield from _quoted(text, start, end)
    else:
        yield from _after(text, start, end, is_sure=False)


def _quoted(text: str, start: int, end: int) -> Iterator[Found]:
    """The name in quotes behind a word that alone does not prove an organisation."""
    if (quoted := _QUOTED.match(text, end)) and (has_form(quoted[1]) or is_business(quoted[1])):
        yield _found(without_form(quoted[1]), start, quoted.end(), is_sure=True)


def _after(text: str, start: int, end: int, *, is_sure: bool) -> Iterator[Found]:
    """The name after a legal form (`is_sure`) or a cue: in quotes, or words with capital letters."""
    if quoted := _QUOTED.match(text, end):
        yield from [_found(quoted[1], start, quoted.end(), is_sure=True)] if is_sure else _quoted(text, start, end)
        return
    last = forward(text, end)
    name = without_form(text[end:last].strip(" :"))
    if name and not is_generic(name) and (is_sure or is_business(name)):
        yield _found(name, start if is_sure else last - len(text[end:last].strip(" :")), last, is_sure=is_sure)


def _by_beginning(passage: Passage, start: int, end: int) -> Iterator[Found]:
    """ "Hotel Bristol"; the word belongs to the name. In languages that say "Hotel Receptionist" too, something must
    say that a house is meant."""
    text = passage.text
    if not text[start].isupper() or text[start:end].isupper():
        return
    if quoted := _QUOTED.match(text, end):
        if not names_someone(quoted[1]):
            yield _found(text[start : quoted.end()].replace('"', ""), start, quoted.end(), is_sure=True)
        return
    last = forward(text, end, INSIDE)
    if ":" in text[end:last] or is_generic(text[end:last]):
        return
    if passage.language not in _HEAD_LAST or _is_workplace(passage, start, last):
        yield _found(text[start:last], start, last, is_sure=False)


def _by_ending(passage: Passage, start: int, end: int) -> Iterator[Found]:
    """ "at Grand Palace Hotel", "Blue Sky Agency is hiring"; a headline without such words beside it is no name."""
    text = passage.text
    if not text[start].isupper():
        return
    first = backward(text, start)
    if first == start or "," in text[first:start] or is_generic(text[first:start]):
        return
    if _is_workplace(passage, first, end):
        yield _found(text[first:end], first, end, is_sure=False)


def _is_workplace(passage: Passage, start: int, end: int) -> bool:
    """Does "at" stand before a name, or "is hiring" behind it?"""
    before = _BEFORE_NAMES.search(passage.lower, max(0, start - 12), start)
    return bool(before and passage.text[before.start()].islower()) or bool(_AFTER_NAMES.match(passage.lower, end))


def _found(name: str, start: int, end: int, *, is_sure: bool) -> Found:
    detector, confidence = ("organisations.sure", 0.9) if is_sure else ("organisations", 0.7)
    return Found(MentionKind.ORGANISATION, " ".join(name.split()), start, end, detector, None, confidence)


Read = Callable[[Passage, int, int], Iterator[Found]]


def _readers() -> dict[str, tuple[Read, ...]]:
    """What to do where a word stands; one look at a text's words tells that there is nothing to do."""
    rows: dict[str, Read] = {
        "forms": _by_form, "forms_in_capitals": _by_capital_form, "forms_before": _by_form_before,
        "sole_traders": _by_sole_trader, "cues": _by_cue, "beginnings": _by_beginning, "endings": _by_ending,
    }  # fmt: skip
    found: dict[str, tuple[Read, ...]] = {}
    for name, read in rows.items():
        firsts = {letters[0].lower() for form in words(TABLE[name]) if (letters := _LETTERS.search(form))}
        for word in sorted(firsts):
            found[word] = (*found.get(word, ()), read)
    return found


_READERS = _readers()
_WORDS = frozenset(_READERS)
