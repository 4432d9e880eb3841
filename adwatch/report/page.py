"""The report as one web page that asks nobody for anything, with its plots inside."""

from collections.abc import Iterable

from adwatch.charts.bars import lying, standing
from adwatch.report.conduct import Conduct, Review
from adwatch.report.tables import CROSS, Table, Tables
from adwatch.report.words import WORDS
from adwatch.show.html import FOOT, HEAD, table, text
from schemas.base import Moment

WIDE, ROW, TALL = 900, 19, 200


class Page:
    """Writes the report in one language; `indicators` are the names of indicators in it."""

    def __init__(self, language: str, indicators: dict[str, str]) -> None:
        self._language, self._words, self._indicators = language, WORDS[language], indicators

    def write(self, made: Tables, done: Conduct, at: Moment) -> str:
        """The whole page."""
        words = self._words
        period = words["period"].format(
            since=f"{made.since:%Y-%m-%d}", until=f"{made.until:%Y-%m-%d}", made=f"{at:%Y-%m-%d}"
        )
        head = HEAD.format(language=self._language, title=text(words["title"]))
        parts = [
            f"<h1>{text(words['title'])}</h1>\n<p class=facts>{text(period)}</p>\n<p>{text(words['meaning'])}</p>\n",
            f"<p>{text(words['rule'].format(k=made.k))}</p>\n<h2>{text(words['figures'])}</h2>\n",
            f"<p>{text(words['too few'] if made.ads is None else words['total'].format(count=made.ads))}</p>\n",
            *map(self._figure, made.tables),
            f"<h2>{text(words['conduct'])}</h2>\n",
            self._sources(done),
            self._kept(done),
            self._openings(done),
            self._reviews(done),
        ]
        return head + "".join(parts) + FOOT

    def _figure(self, made: Table) -> str:
        words = self._words
        out = words["left out"].format(count=made.left_out) if made.left_out else ""
        named = {self._name(made.kind, name): row for name, row in made.cells.items()}
        if made.kind == CROSS:
            columns = sorted({value for row in named.values() for value in row})
            rows = [(name, *(row.get(value, "–") for value in columns)) for name, row in sorted(named.items())]
            inside = table(("", *columns), rows)
        else:
            inside = self._plot(made.kind, [(name, float(row[""])) for name, row in named.items()])
        return f"{self._heading(made.kind)}{inside}<p class=small>{text(out)}</p>\n"

    def _plot(self, kind: str, rows: list[tuple[str, float]]) -> str:
        if not rows:
            return ""
        if kind == "month":
            rows.sort()
            drawn, high = standing([name for name, _ in rows], {"": [ads for _, ads in rows]}, WIDE, TALL), TALL
        else:
            high = ROW * len(rows) + 4
            drawn = lying(rows, WIDE, high, room_for_names=400 if kind == "indicator" else 190)
        title = text(self._words[kind])
        return f'<svg viewBox="0 0 {WIDE} {high}" width="{WIDE}" role="img" aria-label="{title}">{drawn}</svg>\n'

    def _sources(self, done: Conduct) -> str:
        words = self._words
        names = ("source", "kind", "owner", "basis", "reviewed", "crawls", "not good", "pages", "ads")
        rows = [
            (
                each.name, words.get(each.family, each.family), each.owner, each.legal_basis,
                each.terms_reviewed_on, each.crawls, each.not_good, each.pages, each.ads,
            )
            for each in done.sources
        ]  # fmt: skip
        return self._heading("sources") + self._table(names, rows)

    def _kept(self, done: Conduct) -> str:
        words = self._words
        kept = self._table(("class", "days"), ((name, f"{days:g}") for name, days in done.days.items()))
        ended = self._table(("class", "documents"), done.purged.items())
        left = ", ".join(f"{count} {name}" for name, count in done.not_purged.items())
        proof = words["left"].format(left=left) if left else words["clean"] if done.purges else ""
        said = f"<p>{text(words['purged'].format(purges=done.purges))} {text(proof)}</p>\n"
        basis = f"<p>{text(done.legal_basis)} ({text(done.profile)})</p>\n"
        return f"{self._heading('retention')}{basis}{kept}{self._heading('purges')}{said}{ended}"

    def _openings(self, done: Conduct) -> str:
        words = self._words
        rows = [(words[what], why, count) for what, each in done.openings.items() for why, count in each.items()]
        inside = self._table(("action", "purpose", "count"), rows) or f"<p>{text(words['none'])}</p>\n"
        erased = f"<p>{text(words['erasures'].format(count=done.erasures))}</p>\n"
        return f"{self._heading('openings')}{inside}{erased}"

    def _reviews(self, done: Conduct) -> str:
        words = self._words
        inside = self._table(("of rule", "decided", "wrong", "interval"), map(self._review, done.reviews))
        left_out = words["rules left out"].format(count=done.rules_left_out) if done.rules_left_out else ""
        said = left_out if inside else words["no reviews"]
        return f"{self._heading('errors')}{inside}<p class=small>{text(said)}</p>\n"

    def _review(self, one: Review) -> tuple[object, ...]:
        return one.rule or self._words["all"], one.decided, f"{one.wrong:.0%}", f"{one.low:.0%} – {one.high:.0%}"

    def _heading(self, name: str) -> str:
        return f"<h3>{text(self._words[name])}</h3>\n"

    def _table(self, names: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
        return table((self._words[name] for name in names), rows)

    def _name(self, kind: str, name: str) -> str:
        if kind in ("indicator", CROSS):
            return f"{name} {self._indicators.get(name, '')}".strip()
        return self._words.get(name, name) if kind == "family" else name
