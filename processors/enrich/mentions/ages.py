"""Ages of persons, in years: "25 yo", "aged 25", "vingt-cinq ans", "20-35 years old", "born in 1999", "10th grader"."""

import re
from collections.abc import Iterator

from processors.enrich.numerals import LETTERS, meant
from processors.enrich.passage import Found, Passage
from processors.enrich.school_years import school_years
from processors.enrich.signs import END, START, sign
from processors.enrich.spelled import numbered, speaks_numbers, spelled_before
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("ages")
_OLD = any_of(words(_TABLE["old"]))
_YEARS = any_of(words(_TABLE["years"]))
_LASTING_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{any_of(words(_TABLE['lasting_before']))}|(?P<least>{any_of(words(_TABLE['at_least']))}))\W{{0,3}}$"
)
_LASTING_AFTER = re.compile(
    rf"(?:[^\S\n]|['’-]){{0,3}}(?:d'|de |of |in |or more |на |من )?(?:{any_of(words(_TABLE['lasting_after']))})"
)
_THING = re.compile(rf"[\s-]{{1,2}}(?:{any_of(words(_TABLE['things']))})(?![^\W_])")
_NOT_IN = {language: frozenset(words(row)) for language, row in _TABLE["not_in"].items()}
_GO_WITH: dict[str, str] = _TABLE["go_with"]

# Every pattern that scans the text starts with a class of characters: the engine skips to those.
_NUMBER = re.compile(
    rf"[1-9](?<![\d.,:$€£+][1-9])(?<!\d/[1-9])(?:(?<!\d [1-9]) \d(?=\s?-?\s?(?:{_OLD}|{_YEARS})(?![^\W_]))|\d?)"
    r"(?![\d]|[.,:]\d)"
)
_UNIT = re.compile(rf"\s?-?\s?(?:(?P<old>{_OLD})|(?P<years>{_YEARS}))(?![^\W_])")
# Letters that look like digits, one beside a digit, or after "з" too.
_LIKE_DIGITS = re.compile(rf"(?<![^\W_])(?<![.,:/$€£+-])(?:\d[{LETTERS}]|[{LETTERS}]\d|з[{LETTERS}])(?![^\W_]|[.,:]\d)")
_HAS_LIKE = sign(rf"(?:\d[{LETTERS}]|[{LETTERS}]\d|з[{LETTERS}])(?:{END}|$)")
_LOW_END = re.compile(
    r"(?<![\d.,:/$€£+-])([1-9]\d?)\s?(?:-|to|à|a|bis|до|and|et|y|und|и|e|și|si|та|і|إلى|الى|و|ila)\s?$"
)
_LABEL = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['labels']))})\s?(?:is|est|:|=|-)?\s{{0,2}}$")
_SELF = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['self']))})\s(?:only\s|just\s|a\s)?$")
_OF_OTHERS = rf"\s?-?\s?(?:de\s)?(?:{any_of(words(_TABLE['other_units']))}|h(?![^\W_])|[%€$£])"
_AFTER_SELF = re.compile(rf"(?=$|[\s,.!;&)/])(?!{_OF_OTHERS})")
_OTHER_UNIT = re.compile(rf"[\d%]|[.,:/]\d|{_OF_OTHERS}")
_NAME = re.compile(r"(?:^\s*|\n\s*|[^\w\s,;:'-]\s{0,2})[^\W\d_][^\W\d_'-]{1,14}(?:,\s?|\s?\(\s?)$")
_AFTER_NAME = re.compile(r"\s?[),.\n|!]|$")
_SEX = re.compile(r"(?:\s?/?\s?f|(?:\s?/\s?)?m)(?![\w/])")  # "25 m" is a length
_SEX_BEFORE = re.compile(r"(?<![\w'])(?:f\s?/?|m\s?/)\s?$")  # "M 25" is a motorway
# Beside a number, if it is an age: a unit, a sex, a name before a comma or bracket; or else a word of the lists below.
_BESIDE = sign(
    rf"\d\s?-?\s?(?:{_OLD}|{_YEARS}){END}|\d\s?/?\s?[fm]{END}|{START}[fm]\s?/?\s?\d"
    r"|[,(]\s{0,2}\d\d\s?(?:[),.\n|!]|$)"
)
_IN = "(?:in|en|em|nel|в|у|în|în anul|in anul|سنة|عام)"
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_BORN = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['born']))})\s(?:{_IN}\s)?$")
_OF_BIRTH = re.compile(
    r"\s?(?:г\.?\s?р\.?|р\.?\s?н\.?|(?:года?|г\.?)\sрождения|(?:року|рік|р\.?)\sнародження)(?![^\W_])"
)
_WITH_YEAR = sign(rf"(?:{any_of(words(_TABLE['born']))})\s(?:{_IN}\s)?(?:19|20)\d|(?:19|20)\d\d\s?(?:г|р)")
_SPELLED_UNIT = re.compile(f"{any_of([*words(_TABLE['old']), *words(_TABLE['years'])])}(?![^\\W_])")
_IN_WORDS = sign(numbered(f"{_OLD}|{_YEARS}"))
_LABEL_WORDS = frozenset(words(_TABLE["labels"]))
_SELF_WORDS = frozenset(re.findall(r"[^\W\d_]+", _TABLE["self"]))
_REACH = 30

_LEAST_SPELLED = 10
_CERTAIN_FROM = 12  # below, "ans" and the like are as often a time that passes
_ADULT = range(18, 70)
_LEAST_AGES = range(16, 26)  # "at least 18": an age asked for; "at least 5": of experience


def detect(passage: Passage) -> Iterator[Found]:
    """The ages of a passage, 1 to 99."""
    lower, is_disguised = passage.lower, _HAS_LIKE in passage.signs
    if is_disguised:
        lower = _LIKE_DIGITS.sub(_shown, lower)
    has_label = not passage.words.isdisjoint(_LABEL_WORDS)
    has_self = not passage.words.isdisjoint(_SELF_WORDS)
    if has_label or has_self or is_disguised or _BESIDE in passage.signs:
        for match in _NUMBER.finditer(lower):
            yield from _numeric(lower, match, passage.language, has_label, has_self)
    if _IN_WORDS in passage.signs and speaks_numbers(passage.words, passage.language):
        yield from _spelled(passage)
    if passage.year and _WITH_YEAR in passage.signs:
        for match in _YEAR.finditer(lower):
            yield from _birth_year(lower, match, passage.year)
    yield from school_years(passage)


def _shown(match: re.Match[str]) -> str:
    """The digits that are meant, if a word that goes with ages stands beside."""
    lower, (start, end) = match.string, match.span()
    said, digits = match[0], meant(match[0])
    if digits[0] == "0" or not (_UNIT.match(lower, end) or _LABEL.search(lower, max(0, start - _REACH), start)):
        return said
    return digits


def _numeric(
    lower: str, match: re.Match[str], language: str | None, has_label: bool, has_self: bool
) -> Iterator[Found]:
    """`has_label`, `has_self`: are there words in the text that may stand before an age? Most texts have none."""
    age, (start, end) = int(match[0].replace(" ", "")), match.span()
    before = max(0, start - _REACH)
    if unit := _unit(lower, start, end, age, language):
        low = _LOW_END.search(lower, before, start)
        if _is_age(lower, low.start() if low else start, unit, age, is_range=bool(low)):
            if low:
                yield _found(low[1], *low.span(1))
            yield _found(str(age), start, unit.end())
    elif age < 10:
        return
    elif has_label and _LABEL.search(lower, before, start) and not _OTHER_UNIT.match(lower, end):
        yield _found(str(age), start, end)
    elif age in _ADULT:
        sex = _SEX.match(lower, end)
        if sex and not lower[start - 1 : start].isalpha():  # "PT30M"
            yield _found(str(age), start, sex.end())
        elif _is_said_of_oneself(lower, before, start, end, has_self):
            yield _found(str(age), start, end)


def _unit(lower: str, start: int, end: int, age: int, language: str | None) -> re.Match[str] | None:
    """The word for years behind a number, if it is one in this language and goes with this number. "мне 17 год" is bad
    Russian, but can mean one thing only."""
    unit = _UNIT.match(lower, end)
    if not unit:
        return None
    word = unit["old"] or unit["years"]
    if word in _NOT_IN.get(language or "", ()) and unit[0] != word:  # "25yo" in any language
        return None
    last = str(age % 10) if age % 100 not in range(11, 15) else "-"
    if last in _GO_WITH.get(word, last) or _SELF.search(lower, max(0, start - _REACH), start):
        return unit
    return None


def _is_said_of_oneself(lower: str, before: int, start: int, end: int, has_self: bool) -> bool:
    """ "I'm 25", "Anna, 25" at the head of a line, "f/25"."""
    if has_self and _SELF.search(lower, before, start):
        return bool(_AFTER_SELF.match(lower, end))
    if lower[max(0, start - 2) : start].strip()[-1:] in (",", "(") and _NAME.search(lower, before, start):
        return bool(_AFTER_NAME.match(lower, end))
    return bool(_SEX_BEFORE.search(lower, before, start)) and not lower[end : end + 1].isalnum()


def _is_age(lower: str, start: int, unit: re.Match[str], age: int, *, is_range: bool = False) -> bool:
    """Years of age, and not of experience, of a contract, of business, of a house?"""
    if unit["old"]:
        return not _THING.match(lower, unit.end())
    lasting = None if is_range else _LASTING_BEFORE.search(lower, max(0, start - _REACH), start)
    if lasting and not (lasting["least"] and age in _LEAST_AGES):
        return False
    if _LASTING_AFTER.match(lower, unit.end()):
        return False
    return age in _ADULT if unit["years"].startswith("y") else age >= _CERTAIN_FROM


def _spelled(passage: Passage) -> Iterator[Found]:
    lower = passage.lower
    for match in _SPELLED_UNIT.finditer(lower):
        spoken = spelled_before(lower, match.start(), passage.language)
        if not spoken or spoken[0] < _LEAST_SPELLED:
            continue
        age, first = spoken
        unit = _unit(lower, first, match.start(), age, passage.language)
        if unit and _is_age(lower, first, unit, age):
            yield _found(str(age), first, match.end(), "words")


def _birth_year(lower: str, match: re.Match[str], year: int) -> Iterator[Found]:
    age = year - int(match[0])
    born = _BORN.search(lower, max(0, match.start() - _REACH), match.start())
    of_birth = _OF_BIRTH.match(lower, match.end())
    if 0 < age < 100 and (born or of_birth):
        start = born.start() if born else match.start()
        yield _found(str(age), start, of_birth.end() if of_birth else match.end(), "birth_year")


def _found(age: str, start: int, end: int, style: str | None = None) -> Found:
    return Found(MentionKind.AGE, age, start, end, "ages", style, 0.9)
