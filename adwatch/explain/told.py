"""A score in a reader's language: the same sections whether they end on a terminal or on a page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from adwatch.catalogue_words import COLON, DESIGN
from adwatch.explain import score_words as said
from processors.catalogue import Catalogue, Indicator
from processors.catalogue.records import Polarity, Sensitive, Text
from processors.notify.words import Words, words
from processors.score.abstain import why_unscored
from processors.score.statement import statement
from schemas.ad import ScoredAd
from schemas.finding import Finding, State
from schemas.score import Band, Change, Contribution, Score


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section."""

    text: str
    value: str = ""  # a number or a short word in front
    detail: str = ""
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its rows; never empty: where nothing was found, a row says so."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A score, told."""

    ad_id: str
    band: Band
    band_word: str
    statement: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]


class Teller:
    """Tells scores in one language, with the names, questions and sources of a catalogue."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._language = language
        self._catalogue = catalogue
        self._known: Words = words(language)
        self._dimensions = {name: one.label.in_language(language) for name, one in catalogue.dimensions.items()}

    def tell(self, ad: ScoredAd) -> Told:
        """Everything about one score. Quotes are the masked ones of the record."""
        score = ad.score
        findings = {one.indicator: one for one in ad.findings}
        rows = {
            said.WHY: [self._reason(one, findings) for one in score.reasons] or [self._row(said.NONE)],
            said.DIMENSIONS: list(self._filled(score)),
            said.AGAINST: [self._reason(one, findings) for one in score.against] or [self._row(said.NOTHING_AGAINST)],
            said.SHOWN_ONLY: [self._shown(one) for one in score.shown_only],
            said.CHANGE: list(self._changes(score)),
            said.UNKNOWN: [Row(self._question(one), one) for one in score.unknowns],
            said.SOURCES: [Row(cite) for cite in self._sources((*score.reasons, *score.against, *score.shown_only))],
        }
        return Told(
            ad_id=ad.ad_id,
            band=score.band,
            band_word=self._known.band[score.band],
            statement=why_unscored(ad.facts, self._language)
            or statement(score.band, score.dimensions, score.reasons, self._dimensions, self._language),
            facts=self._facts(score),
            sections=tuple(Section(self._say(heading), tuple(each)) for heading, each in rows.items() if each),
        )

    def _facts(self, score: Score) -> tuple[str, ...]:
        scorer = said.SCORERS.get(score.scorer)
        facts = (
            (said.ORDER, self._number(score.value)),
            (said.SCORER, self._say(scorer) if scorer else score.scorer),
            (said.CATALOGUE, score.catalogue_version),
        )
        return tuple(f"{self._say(name)}{self._say(COLON)}{value}" for name, value in facts)

    def _reason(self, one: Contribution, findings: dict[str, Finding]) -> Row:
        """What was found, how strong a sign it is, how well that is known, and what it rests on."""
        finding = findings.get(one.indicator)
        detail = [
            self._known.strength.get(one.strength, ""),
            self._known.grade.get(one.grade) or self._say(DESIGN),
            self._dimensions[one.dimension],
            self._say(said.STATES[finding.state]) if finding else "",
            self._linked(finding) if finding else "",
            "" if one.weight else self._say(said.ONCE),
        ]
        return Row(self._named(one.indicator), self._number(one.weight, "+"), self._joined(detail), one.quotes)

    def _linked(self, finding: Finding) -> str:
        """What other ads it rests on. The link stage's own sentence is in English only."""
        if not finding.evidence:
            return ""
        note = finding.note if self._language == "en" else ""
        return note or self._say(said.LINKED).format(count=len(finding.evidence))

    def _shown(self, one: Contribution) -> Row:
        indicator = self._catalogue.indicators[one.indicator]
        if indicator.sensitive is Sensitive.SPECIAL_CATEGORY:
            return Row(self._named(one.indicator), detail=self._say(said.SPECIAL))
        detail = said.REFUTED if indicator.polarity is Polarity.REFUTED else said.CONTEXT
        return Row(self._named(one.indicator), detail=self._say(detail), quotes=one.quotes)

    def _filled(self, score: Score) -> Iterator[Row]:
        for one in score.dimensions:
            filled = said.FILLED if one.positive else said.NOT_FILLED
            yield Row(self._dimensions[one.name], self._say(filled), ", ".join(one.indicators))

    def _changes(self, score: Score) -> Iterator[Row]:
        for one in score.changes:
            yield Row(self._condition(one), detail=" · ".join(map(self._named, one.indicators)))
        if not score.changes and score.band is not Band.UNSCORED:
            yield self._row(said.NO_CHANGE)

    def _condition(self, change: Change) -> str:
        condition = said.IF_STATED if change.state is State.PRESENT else said.IF_NOT_SAID
        band = self._known.band[change.band]
        return self._say(condition).format(band=band[:1].upper() + band[1:])

    def _question(self, indicator: str) -> str:
        one = self._catalogue.indicators[indicator]
        return (one.question or one.label).in_language(self._language)

    def _sources(self, shown: Iterable[Contribution]) -> Sequence[str]:
        cited: dict[str, None] = {}
        for one in shown:
            cited.update(dict.fromkeys(_cited(self._catalogue.indicators[one.indicator])))
        return [self._catalogue.sources[name].cite for name in cited]

    def _named(self, indicator: str) -> str:
        return f"{self._catalogue.indicators[indicator].label.in_language(self._language)} ({indicator})"

    def _say(self, text: Text) -> str:
        return text.in_language(self._language)

    def _row(self, text: Text) -> Row:
        return Row(self._say(text))

    def _number(self, value: float, sign: str = "") -> str:
        return f"{value:{sign}g}".replace(".", self._known.decimal)

    @staticmethod
    def _joined(parts: Iterable[str]) -> str:
        return " · ".join(filter(None, parts))


def _cited(indicator: Indicator) -> tuple[str, ...]:
    return (indicator.strength.source, *indicator.sources)
