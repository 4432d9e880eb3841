"""What an amount of money is for, from the words around it: "/h", "brut mensuel", "30min: ", "hourly rate"."""

import re
from typing import NamedTuple

from processors.enrich import money
from processors.enrich.passage import Passage
from processors.enrich.tables import words

_SPAN = (
    r"(?P<count>1/2|½|1|2|3|15|20|30|45|60|90)\s?-?"
    r"(?P<of>h|hrs?|hours?|heures?|horas?|std|stunden?|ore|ora|час(?:а|ов)?|годин[аиу]?|min(?:ute)?s?"
    r"|minutos|мин(?:ут)?|хв(?:илин)?|دقيقة)"
    r"|(?P<half>half\s?-?(?:an?\s)?(?:hour|hr)|half|hh|demi[ -]heure|media\shora|meia\shora|halbe\sstunde|полчаса"
    r"|пів\s?години|jum[aă]tate\sde\sor[aă]|نصف\sساعة)"
    r"|(?P<night>overnight|night|nuit|noche|ночь|notte|noaptea?|noite|ніч|ليلة)|(?P<quick>qv|quickie)"
    r"|(?P<hour>full\s(?:hour|hr)|hr|hour|heure|hora|stunde|час|ora|oră|годин[ау]|ساعة)"
)
_GAP = r"[^\S\n]"  # what stands in another line is of something else
_GROSS = rf"(?P<gross>{_GAP}?(?:brut|net|gross|netto|brutto|bruto|neto|tax\sfree))?"
_PER = re.compile(
    rf"{_GROSS}{_GAP}{{0,2}}(?P<joint>(?:(?:{money.JOINT}){_GAP}{{0,2}}){{0,2}})(?P<unit>{money.UNIT})(?![^\W_])"
)
_PER_OF_MONEY = re.compile(
    rf"{_GROSS}{_GAP}{{0,2}}(?:(?:{money.MONEY_JOINT}){_GAP}{{1,2}}){{1,3}}(?P<unit>{money.UNIT})(?![^\W_])"
)
_PER_SPAN = re.compile(
    rf"{_GAP}{{0,2}}(?P<joint>(?:/|per|for|pour|par|por|para|für|за|x|=|-|@|\()?){_GAP}{{0,2}}(?:{_SPAN})(?![^\W_])"
)
_NO_SENTENCE = r"(?<![^\W\d_]{4}\.(?=\s))"  # "30 min. 100", but not "... per hour. 100"
_SPAN_BEFORE = re.compile(
    rf"(?<![\w/])(?:{_SPAN}){_GAP}{{0,2}}(?P<mark>[:=\->./]{{0,3}}){_NO_SENTENCE}{_GAP}{{0,2}}"
    rf"(?:(?:is|for|only|just|rate){_GAP})?(?:{money.CURRENCY})?{_GAP}?\Z"
)
# "80 qv 120", "80 per qv. 120": what the span is of stands before it.
_AMOUNT_BEFORE = re.compile(rf"(?:\d|{money.CURRENCY})\s{{0,2}}(?:(?:{money.JOINT})\s{{1,2}}){{0,2}}$")
_RATE_BEFORE = re.compile(
    r"(?P<unit>hourly|daily|weekly|monthly|yearly|annual)\s(?:pay|rate|salary|wage|income)s?[^\w.!?\n]{0,3}"
    rf"(?:(?:is|of)\s)?(?:{money.CURRENCY})?{_GAP}?\Z"
)
_NAMED_BEFORE = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(money.FIELDS))})\s?[:=\-]?\s?"
    r"(?:is|of|from|starts?|at|only|à partir de|dès|от|до|desde|ab|od|up to|starting)?\s{0,2}$"
)
_NOT_MONEY = re.compile(r"\s?(?:%|°|/7(?!\d)|h(?![^\W_])|:\d|\+|years|yrs|ans|лет|años)")
_AMOUNT_NEXT = re.compile(rf"[\s:=\->]{{0,3}}(?:{money.CURRENCY})?\s?\d")
# "100 1h: 180": the hour belongs to the next amount.
_NEXT_AMOUNT = re.compile(r"\s?[:=\->]")
_REACH = 28  # characters before an amount, or behind it
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = {("1", "h"): "hour", ("1/2", "h"): "half_hour", ("½", "h"): "half_hour"}
_NAMES |= {("60", "min"): "hour", ("30", "min"): "half_hour", ("15", "min"): "quarter_hour"}


# Words of what is looked for before an amount: a text without them need not be searched.
_SPAN_WORDS = frozenset(words(money.TABLE["span_words"]))
_RATE_WORDS = frozenset(("hourly", "daily", "weekly", "monthly", "yearly", "annual"))
_WORDS_BEFORE = _SPAN_WORDS | _RATE_WORDS
# The first two letters of what stands between an amount and its unit, and of units; those of one sign.
_FIRST = ("brut", "net", "gross", "bruto", "neto", "tax", *money.JOINTS, *money.UNITS)
_BEGINNINGS = frozenset(written[:2] for written in _FIRST)
_ONE_SIGN = frozenset(written for written in _FIRST if len(written) == 1)


class After(NamedTuple):
    """What the words behind an amount say it is for, and where they end."""

    per: str
    end: int
    is_own: bool = False  # "/h", "per month": of this amount, whatever stands before it


class PriceContext:
    """The words around the amounts of one passage."""

    def __init__(self, passage: Passage) -> None:
        self._lower = passage.lower
        self._is_ukrainian = passage.language == "uk" or passage.country == "UA"
        self._has_words_before = not passage.words.isdisjoint(_WORDS_BEFORE)
        self._has_spans = not passage.words.isdisjoint(_SPAN_WORDS)
        self._has_names = not passage.words.isdisjoint(money.FIELDS)
        self._letters: tuple[int, list[str]] = (-1, [])

    def per_before(self, start: int, is_money: bool) -> str | None:
        """What the words that end at `start` say the amount there is for. `is_money`: it has a currency."""
        reach = max(0, start - _REACH)
        if not self._has_words_before or _WORDS_BEFORE.isdisjoint(letters := self._before(start)):
            return None
        if not _RATE_WORDS.isdisjoint(letters) and (match := _RATE_BEFORE.search(self._lower, reach, start)):
            return money.unit(match["unit"])
        match = _SPAN_BEFORE.search(self._lower, reach, start)
        if not match or (is_money and "/" in match["mark"]):  # "$80 qv / $120 hh": "qv" is of the last amount
            return None
        if match["mark"].strip("."):
            return _span(match)
        if _AMOUNT_BEFORE.search(self._lower, reach, match.start()):
            return None
        is_length = is_money or not match["count"] or match["of"].startswith("h")
        return _span(match) if is_length else None

    def per_after(self, end: int, is_money: bool) -> After | None:
        """What the words from `end` on say the amount before is for."""
        close = self._lower[end : end + 4].lstrip()
        match = _PER.match(self._lower, end) if close[:2] in _BEGINNINGS or close[:1] in _ONE_SIGN else None
        joint = match["joint"].strip() if match else ""
        if joint == "de" and not is_money:  # "70 de ore", seventy hours
            return None
        if match and (joint or match["gross"] or (is_money and not self._is_of_next(match))):
            is_own = bool(joint) and not _AMOUNT_NEXT.match(self._lower, match.end())
            return After(money.unit(match["unit"], self._is_ukrainian), match.end(), is_own)
        match = _PER_OF_MONEY.match(self._lower, end) if is_money else None
        if match and not self._is_of_next(match):
            return After(money.unit(match["unit"], self._is_ukrainian), match.end())
        if not self._has_spans or _SPAN_WORDS.isdisjoint(_WORD.findall(self._lower, end, end + _REACH)):
            return None
        match = _PER_SPAN.match(self._lower, end)
        if match and (is_money or _is_said(match)) and not self._is_of_next(match):
            return After(_span(match), match.end())
        return None

    def is_named(self, start: int, end: int) -> bool:
        """Does "price", "salary" or the like stand before, and nothing after that makes it something else?"""
        if not self._has_names:
            return False
        if money.FIELDS.isdisjoint(self._before(start)) or self.is_other(end):
            return False
        return bool(_NAMED_BEFORE.search(self._lower, max(0, start - _REACH), start))

    def is_other(self, end: int) -> bool:
        """Is a number that ends here a percentage, an age, an hour?"""
        return bool(_NOT_MONEY.match(self._lower, end))

    def _before(self, start: int) -> list[str]:
        """The words within reach before an amount; those of the last amount asked for are kept."""
        if self._letters[0] != start:
            self._letters = start, _WORD.findall(self._lower, max(0, start - _REACH), start)
        return self._letters[1]

    def _is_of_next(self, match: re.Match[str]) -> bool:
        return bool(_NEXT_AMOUNT.match(self._lower, match.end()))


def _is_said(match: re.Match[str]) -> bool:
    """Is a length of time after a bare number what the number is paid for: "150 for 1h", "80 hh"?"""
    return bool((match["joint"] and match["count"]) or match["half"] or match["quick"])


def _span(match: re.Match[str]) -> str:
    """What a length of time is called; those without a name of their own are a session."""
    if match["count"]:
        return _NAMES.get((match["count"], "min" if match["of"][0] in "mмхد" else "h"), "session")
    return "half_hour" if match["half"] else "night" if match["night"] else "quarter_hour" if match["quick"] else "hour"
