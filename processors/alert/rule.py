"""What a rule file says, as typed models, and the rule ready to run. One file, one rule; its stem is the rule's id."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import product
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

from pydantic import ConfigDict, Field

from processors.alert import fields
from processors.alert.about import About
from processors.alert.condition import Condition, Strict
from processors.alert.delivery import Delivery
from processors.alert.duration import Duration, short
from processors.alert.links import TOKENS, linkless
from processors.alert.predicate import Predicate
from processors.alert.throttle import Throttle
from schemas.ad import ScoredAd
from schemas.alert import Severity, Subject

SUBJECT_FIELD = {"ad": "ad_id", "cluster": "cluster", "actor": "actor", "source": "source"}
LATENESS = 300_000  # ms by which a partition may lag behind the newest ad, unless a rule says otherwise
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
    subject: Literal["ad", "cluster", "actor", "source"]
    condition: Condition
    key: tuple[str, ...] = Field((), max_length=3)  # fields that tell one case from another; the subject if not given
    throttle: Throttle | None = None  # at most one alert per key in each such period
    routing: tuple[str, ...] = Field((), max_length=20)  # names of the teams it is for; none: everybody
    delivery: Delivery = Delivery()
    run_book: Text
    examples: Examples

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The fields of the key."""
        return self.key or (SUBJECT_FIELD[self.subject],)

    @property
    def period(self) -> int | None:
        """The length in ms of the periods with one alert per key at most; None: one alert per key, ever."""
        return self.throttle.every if self.throttle else None

    @property
    def waits(self) -> int:
        """How long what is to be put in order must wait, in ms of event time."""
        return LATENESS

    @property
    def is_exponential(self) -> bool:
        """Whether the periods grow while alerts keep coming."""
        return self.throttle is not None and self.throttle.up_to is not None


class SettledRule(RuleFile):
    """A rule that looks at ads strictly in event time; what arrives later than `lateness` is left out."""

    lateness: Duration = LATENESS

    @property
    def waits(self) -> int:
        """The lateness of the rule."""
        return self.lateness

    @property
    def period(self) -> int | None:
        """Without a throttle, every hit is told."""
        return self.throttle.every if self.throttle else 1


F = TypeVar("F", bound=RuleFile)
Asked = tuple[str, Predicate]  # kind of group, and what is asked about it


@dataclass(frozen=True, slots=True)
class Rule(Generic[F]):
    """A rule ready to run: its condition as a function, its key as fields, and what its kind made ready."""

    id: str
    file: F
    met: Predicate
    key: tuple[fields.Field, ...]
    about: str  # the field of the ad that says what alerts are about
    ready: Any = None
    linked: tuple[Asked, ...] = ()  # the parts of its condition that links fill in: see `processors.alert.linked`

    def keys_of(self, ad: ScoredAd) -> list[str]:
        """The keys of an ad: several when a field of the key is a list, none when the ad lacks one or its subject."""
        subject = getattr(ad, self.about)
        if subject is None or subject == "":
            return []
        if len(self.key) == 1 and not self.key[0].many:
            value = subject if self.key[0].path == self.about else self.key[0].get(ad)
            return [] if value is None or value == "" else [str(value)]
        said = [field.get(ad) if field.many else (field.get(ad),) for field in self.key]
        nothing = {None, ""} | (linkless(ad) if any(field.path == TOKENS for field in self.key) else set())
        values = [[value for value in dict.fromkeys(each) if value not in nothing] for each in said]
        return [_joined(together) for together in product(*values)]

    def once(self, key: str) -> tuple[str, ...]:
        """What makes an ad count once: for the rule, whatever it is linked to later; for each key of a list."""
        return (self.id, key) if any(field.many for field in self.key) else (self.id,)

    def subject_of(self, about: About) -> Subject:
        """What an alert on this ad is about; the ad has a key."""
        return Subject(kind=self.file.subject, id=getattr(about, self.about))

    @property
    def name(self) -> str:
        """Id and version: what a new version begins afresh."""
        return f"{self.id}/{self.file.version}"

    def place(self, lane: bytes) -> bytes:
        """The place (16 bytes) of what waits for this rule."""
        return _place(self.name, lane)

    def alarm(self, place: bytes, lane: bytes = b"k") -> bytes:
        """The name of an alarm that has this rule look at a place (16 bytes) again; `lane` says as what."""
        return place + lane + self.name.encode()

    def period_of(self, moment: int) -> str:
        """The throttle's period that a moment (ms) lies in.

        Periods lie on a fixed grid of event time, and do not start at an alert: so the same events give the same
        alerts in whatever order they arrive. Two alerts may therefore follow closely around the end of a period.
        With periods that grow, each moment is its own; `processors.alert.growing` thins them out.
        """
        period = 1 if self.file.is_exponential else self.file.period
        if period is None:
            return ONCE
        start = datetime.fromtimestamp((moment - moment % period) / 1000, UTC)
        return f"{start:%Y-%m-%dT%H:%M:%SZ}/{short(period)}" if period > 1 else start.isoformat(timespec="milliseconds")


@cache
def _place(name: str, lane: bytes) -> bytes:
    return hashlib.blake2b(lane + name.encode(), digest_size=16).digest()


def _joined(values: tuple[Any, ...]) -> str:
    return str(values[0]) if len(values) == 1 else "/".join(quote(str(value), safe=":-._") for value in values)
