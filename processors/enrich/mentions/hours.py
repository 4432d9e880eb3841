"""Working and opening hours: "9am-5pm", "24/7", "12 hours a day", "6 jours sur 7"."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from schemas.mention import MentionKind

_CLOCK = r"(?<![\d.,:/$€£])(?P<{0}>[01]?\d|2[0-4])(?:\s?[:h.]\s?(?P<{0}m>[0-5]\d)|\s?h)?\s?(?P<{0}half>[ap]\.?m\.?)?"
_FROM_TO = re.compile(
    rf"{_CLOCK.format('a')}\s?(?:-|to|till|until|à|a|bis|до|do|alle|ata|–)\s?{_CLOCK.format('b')}(?![\w%€$£]|[.,]\d)"
)
_ALWAYS = re.compile(r"(?<![\d/])(?:24\s?h?\s?/\s?7(?:\s?j)?|24\s?h?\s?/\s?24|24h24|h24)(?![\w/])")
_PER_DAY = re.compile(
    r"(?<![\d.,:/$€£])(?:(?P<low>\d{1,2})\s?(?:-|to|à|a|до)\s?)?(?P<n>\d{1,2})\s?"
    r"(?P<what>hours?|hrs?|h|heures?|horas?|stunden|std|ore|godzin|час(?:ов|а)?|годин|ساعة|ساعات|days?|jours?|j|días?|dias|tage|zile|dni|дн(?:ей|я)|giorni)\s?"
    r"(?:/|a|per|par|al|à la|por|pro|am|pe|na|dziennie|w|в|на|sur|on|each|every|die|in der|la|al giorno|في)\s?"
    r"(?P<per>day|jour|día|dia|tag|zi|dzień|день|giorno|week|semaine|semana|woche|săptămână|saptamana|tydzień|tygodniu|неделю|тиждень|settimana|wk|7|اليوم|الأسبوع)(?![^\W_])"
)
_WEEK = frozenset(
    (
        "week",
        "semaine",
        "semana",
        "woche",
        "săptămână",
        "saptamana",
        "tydzień",
        "tygodniu",
        "неделю",
        "тиждень",
        "settimana",
        "wk",
        "7",
        "الأسبوع",
    )
)


def detect(passage: Passage) -> Iterator[Found]:
    """Hours as "09:00-17:00", "24/7", "12 h/day", "6 days/week"."""
    for match in _ALWAYS.finditer(passage.lower):
        yield _found("24/7", *match.span())
    for match in _PER_DAY.finditer(passage.lower):
        what = "h" if match["what"][0] in "hgsoчгс" else "days"
        per = "week" if match["per"] in _WEEK else "day"
        if not (what == "days" and per == "day") and 0 < int(match["n"]) <= (24 if per == "day" else 100):
            yield _found(f"{match['n']} {what}/{per}", *match.span())
    for match in _FROM_TO.finditer(passage.lower):
        if value := _range(match):
            yield _found(value, *match.span())


def _range(match: re.Match[str]) -> str | None:
    """Both ends on a 24-hour clock; None when nothing says that these are times."""
    written = match[0]
    if not (match["am"] or match["bm"] or match["ahalf"] or match["bhalf"] or "h" in written):
        return None
    second_half = match["bhalf"] or ""
    first_half = match["ahalf"] or (
        "" if second_half.startswith("p") and int(match["a"]) > int(match["b"]) else second_half
    )
    return f"{_clock(match['a'], match['am'], first_half)}-{_clock(match['b'], match['bm'], second_half)}"


def _clock(hour: str, minute: str | None, half: str) -> str:
    value = int(hour)
    if half.startswith("p") and value < 12:
        value += 12
    if half.startswith("a") and value == 12:
        value = 0
    return f"{value:02}:{minute or '00'}"


def _found(value: str, start: int, end: int) -> Found:
    return Found(MentionKind.HOURS, value, start, end, "hours")
