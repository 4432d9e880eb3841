"""Ages of persons, in years: "25 yo", "aged 25", "vingt-cinq ans", "20-35 years old", "born in 1999"."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.phone.compose import number
from processors.enrich.phone.number_words import words
from schemas.mention import MentionKind

# Say "of age" by themselves.
_OLD = (
    r"years?\s?-?\s?old|yrs?\s?-?\s?old|yr?s?\.?\s?/?\s?o(?:ld)?\.?|y\.\s?o\.?|y/o|years of age|year-old|jahre\s?(?:alt|jung)|jährig[er]?|-?jährige[rn]?|"
    r"jaar oud|años de edad|anos de idade|éves|vjeç(?:e|are)?|yaşında(?:yım|ki)?|лет от роду|岁|歲|tuổi|років мені"
)
# Also said of how long something lasts.
_YEARS = r"years?|yrs?|ans|años|anos|anni|(?:de )?ani|jahre?|jaar|lat|let|лет|год(?:а|ик(?:ов|а))?|рок(?:и|ів)|рік|години|годин|godina|godine|ετών|χρονών|سنة|سنه|عام|عاما|ปี"
_N = r"(?<![\d.,:/$€£+-])(?P<{name}>[1-9]\d?)"
_DIGITS = re.compile(
    rf"(?:{_N.format(name='low')}\s?(?:-|to|à|a|bis|до|and|et|y|und|и|e)\s?)?(?<![\d.,:/$€£+])(?P<age>[1-9]\d?)\s?-?\s?(?:(?P<old>{_OLD})|(?P<years>{_YEARS}))(?![^\W_])"
)
_WORDS = re.compile(
    rf"(?<![^\W_])(?P<words>(?:[^\W\d_]{{2,18}}[\s-]{{1,2}}){{1,4}})(?:(?P<old>{_OLD})|(?P<years>{_YEARS}))(?![^\W_])"
)
_LABELLED = re.compile(
    r"(?<![^\W_])(?:(?:my\s)?age|aged|âge|âgée?|agee?|edad|idade|età|alter|vârst[aă]|varsta|wiek|возраст|вік|العمر|عمري|عمرها|年龄|年齡|yaş|życie)"
    r"\s?(?:is|est|:|=|-)?\s{0,2}(?P<age>[1-9]\d)(?![\d%]|[.,:/]\d|\s?(?:cm|kg|min|%))"
)
_SELF = re.compile(
    r"(?<![^\W_])(?:i'?\s?a?m|j'ai|tengo|tenho|ho|мне|мені|ich bin|i bin|mam|sunt|je suis|ben)\s(?:only\s|just\s|a\s)?(?P<age>1[4-9]|[2-6]\d)(?=$|[\s,.!;&)/]|and)"
    r"(?!\s?[.,]\d|\s?(?:cm|kg|min|hours?|h(?![^\W_])|euros?|€|\$|%|km|minutes?|miles|pounds|weeks?|months?|days?))"
)
_BORN = re.compile(
    r"(?<![^\W_])(?:born\s(?:in\s)?|née?\s(?:en\s)?|nacid[ao]\s(?:en\s)?|nascid[ao]\s(?:em\s)?|geboren\s(?:in\s)?|nata\s(?:nel\s)?|родилась\sв\s|born:\s?)(?P<year>(?:19|20)\d\d)(?!\d)|(?P<gr>(?:19|20)\d\d)\s?(?:г\.?\s?р\.?|р\.?\s?н\.?)(?![^\W_])"
)
_NAMED = re.compile(
    r"(?:^|\n|[.!|•*]\s?)\s?[^\W\d_][^\W\d_'-]{1,14}(?:,\s?|\s?\(\s?)(?P<age>1[89]|[2-5]\d)(?=\s?[),.\n|!]|$)"
)
_SEXED = re.compile(r"(?<![\w'])(?:(?P<age>1[89]|[2-6]\d)\s?/?\s?[fm]|[fm]\s?/?\s?(?P<after>1[89]|[2-6]\d))(?![\w/])")

_LASTING_BEFORE = re.compile(
    r"(?:for|since|over|than|last|past|within|every|in|during|after|next|depuis|pendant|plus de|dans|durant|il y a|hace|desde|durante|más de|há|"
    r"seit|über|nach|da|oltre|per|de peste|od|от|более|больше|через|уже|за|стаж|опыт|понад|experience|contract|garantie|expérience|of|minimum|min|at least|au moins)"
    r"\W{0,3}$"
)
_LASTING_AFTER = re.compile(
    r"\W{0,3}(?:d'|de |of |in |or more )?(?:exp|xp|contract|ago|warrant|guarant|in business|on the market|together|marri|service|contrat|garant|опыт|стаж|на рынке|"
    r"тому|назад|berufserf|erfahrung|esperienza|doświadcz|d[eé]j|min\b|minimum|prison|visa|lease|ancien|licen|tenure|plus\b)"
)
_VALUES = words()
_CERTAIN_FROM = 12  # below, "ans" and the like are as often a time that passes


def detect(passage: Passage) -> Iterator[Found]:
    """The ages of a passage, 1 to 99."""
    lower = passage.lower
    for match in _DIGITS.finditer(lower):
        if match["old"] or _is_age(lower, match, int(match["age"])):
            if match["low"]:
                yield _found(match["low"], *match.span("low"))
            yield _found(match["age"], match.start("age"), match.end())
    for match in _WORDS.finditer(lower):
        if spoken := _spoken(match["words"], passage.language):
            age, skipped = spoken
            if match["old"] or _is_age(lower, match, age):
                yield _found(str(age), match.start() + skipped, match.end(), "words")
    for pattern in (_LABELLED, _SELF, _NAMED):
        for match in pattern.finditer(lower):
            yield _found(match["age"], *match.span("age"))
    for match in _SEXED.finditer(lower):
        yield _found(match["age"] or match["after"], *match.span())
    if passage.year:
        for match in _BORN.finditer(lower):
            age = passage.year - int(match["year"] or match["gr"])
            if 0 < age < 100:
                yield _found(str(age), *match.span(), "birth_year")


def _is_age(lower: str, match: re.Match[str], age: int) -> bool:
    """Years of age, and not of experience, of a contract, of business?"""
    is_range = bool(match.groupdict().get("low"))
    if not is_range and _LASTING_BEFORE.search(lower, max(0, match.start() - 16), match.start()):
        return False
    if _LASTING_AFTER.match(lower, match.end()):
        return False
    if match["years"].startswith("y"):
        return 18 <= age <= 70
    return age >= _CERTAIN_FROM


def _spoken(written: str, language: str | None) -> tuple[int, int] | None:
    """The number at the end of some words and how many characters stand before it."""
    tokens = list(re.finditer(r"[^\W\d_]+", written))
    for first in range(len(tokens)):
        tail = [_VALUES.get(token[0], {}) for token in tokens[first:]]
        for code in dict.fromkeys((language or "", "en", *tail[0])):
            if all(code in values for values in tail):
                value, used = number([values[code] for values in tail], code)
                if used == len(tail) and 10 <= value < 100:
                    return value, tokens[first].start()
    return None


def _found(age: str, start: int, end: int, style: str | None = None) -> Found:
    return Found(MentionKind.AGE, age, start, end, "ages", style, 0.9)
