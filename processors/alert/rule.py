"""What a rule file says, as typed models, and the rule ready to run. One file, one rule; its stem is the rule's id."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

from pydantic import ConfigDict, Field

from processors.alert import fields
from processors.alert.condition import Condition, Strict
from processors.alert.duration import Duration, short
from processors.alert.predicate import Predicate
from schemas.ad import ScoredAd
from schemas.alert import Severity, Subject

SUBJECT_FIELD = {"ad": "ad_id", "cluster": "cluster", "actor": "actor"}
ONCE = "once"  # the window of a rule without a throttle


class Text(Strict):
    """Words for people, in every language we speak to them."""

    en: str = Field(min_length=3, max_length=2_000)
    fr: str = Field(min_length=3, max_length=2_000)


class ExampleAd(Strict):
    """An invented ad: any fields of a scored ad; the rest is filled in. `repeat` makes more like it."""

    model_config = ConfigDict(extra="allow", frozen=True)

    after: Duration = 60_000  # since the ad before
    repeat: int = Field(1, ge=1, le=500)
    every: Duration = 60_000

    @property
    def changes(self) -> dict[str, Any]:
        """The fields of the record that the example gives."""
        return self.model_extra or {}


class Example(Strict):
    """Ads in order of arrival, and how many alerts they must raise if they must raise any."""

    what: str = Field(min_length=3)
    ads: tuple[ExampleAd, ...] = Field(min_length=1)
    alerts: int = Field(1, ge=1)


class Examples(Strict):
    """A rule without an example that fires and one that does not is refused."""

    fire: tuple[Example, ...] = Field(min_length=1)
    not_fire: tuple[Example, ...] = Field(min_length=1)


class RuleFile(Strict):
    """What every kind of rule has; each kind adds its own in `processors/alert/kinds/`."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{2,59}$")
    version: int = Field(ge=1)
    kind: str
    title: Text
    sentence: Text  # what happened, for a person; names in braces as in `processors.alert.sentence`
    why: Text
    source: tuple[str, ...] = Field(min_length=1)  # where this is published
    evidence: Literal["E1", "E2", "E3", "E4"]  # the grade of what the rule rests on; nothing rests on E5
    indicators: tuple[str, ...] = Field(min_length=1)
    severity: Severity
    subject: Literal["ad", "cluster", "actor"]
    condition: Condition
    key: tuple[str, ...] = Field((), max_length=3)  # fields that tell one case from another; the subject if not given
    throttle: Duration | None = None  # at most one alert per key in each such period
    run_book: Text
    examples: Examples

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The fields of the key."""
        return self.key or (SUBJECT_FIELD[self.subject],)

    @property
    def period(self) -> int | None:
        """The length in ms of the periods with one alert per key at most; None: one alert per key, ever."""
        return self.throttle


F = TypeVar("F", bound=RuleFile)


@dataclass(frozen=True, slots=True)
class Rule(Generic[F]):
    """A rule ready to run: its condition as a function, its key as fields."""

    id: str
    file: F
    met: Predicate
    key: tuple[fields.Field, ...]

    def key_of(self, ad: ScoredAd) -> str | None:
        """The key of an ad; None when the ad lacks it or what the alert would be about, for instance an actor."""
        values = [getattr(ad, SUBJECT_FIELD[self.file.subject]), *(field.get(ad) for field in self.key)]
        if any(value in (None, "") for value in values):
            return None
        key = values[1:]
        return str(key[0]) if len(key) == 1 else "/".join(quote(str(value), safe=":-._") for value in key)

    def subject_of(self, ad: ScoredAd) -> Subject:
        """What an alert on this ad is about; the ad has a key."""
        return Subject(kind=self.file.subject, id=getattr(ad, SUBJECT_FIELD[self.file.subject]))

    def period_of(self, moment: int) -> str:
        """The throttle's period that a moment (ms) lies in.

        Periods lie on a fixed grid of event time, and do not start at an alert: so the same events give the same
        alerts in whatever order they arrive. Two alerts may therefore follow closely around the end of a period.
        """
        period = self.file.period
        if period is None:
            return ONCE
        start = datetime.fromtimestamp((moment - moment % period) / 1000, UTC)
        return f"{start:%Y-%m-%dT%H:%M:%SZ}/{short(period)}"
