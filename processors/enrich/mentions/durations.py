"""Lengths of time, as ISO 8601: "30 min" is PT30M, "a 6-month contract" P6M. They are not ages, prices or hours."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_UNITS = {
    "PT{}M": "min mins minute minutes minuto minutos minuten minut мин минут минуты хв хвилин",
    "PT{}H": "h hr hrs hour hours heure heures hora horas std stunde stunden oră ore godzina godziny godzin час часа часов година годин ساعة ساعات 小时",
    "P{}D": "day days jour jours día días dia dias tag tage zile dzień dni день дня дней днів giorno giorni يوم 天",
    "P{}W": "week weeks wk wks semaine semaines semana semanas woche wochen săptămâni saptamani tydzień tygodnie tygodni неделя недели недель тижні settimana settimane 周",
    "P{}M": "month months mth mths mois mes meses mês monat monate luni miesiąc miesiące miesięcy месяц месяца месяцев місяців mese mesi شهر أشهر 个月",
    "P{}Y": "year years an ans año años ano anos jahr jahre ani rok lata lat год года лет років anno anni سنة سنوات 年",
}
_ISO = {word: iso for iso, row in _UNITS.items() for word in row.split()}
_DURATION = re.compile(rf"(?<![\w.,:/$€£+-])(?P<n>\d{{1,3}})\s?-?\s?(?P<unit>{any_of(_ISO)})(?![^\W_])")


def detect(passage: Passage) -> Iterator[Found]:
    """The lengths of time in a passage."""
    for match in _DURATION.finditer(passage.lower):
        if count := int(match["n"]):
            yield Found(MentionKind.DURATION, _ISO[match["unit"]].format(count), *match.span(), "durations")
