"""Teams: who is told about which alerts, in which language, and when their day begins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from processors.notify.targets import targets
from processors.notify.targets.target import Target
from processors.quiet import after_quiet
from processors.settings import NotifySettings, TeamSettings
from schemas.alert import Alert, Severity

EVERYONE = "everyone"  # the team of `notify.targets`: told everything, whatever a rule says about routing
RANK = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True)
class Team:
    """One team and its targets, ready to be sent to."""

    name: str
    targets: tuple[Target, ...]
    settings: TeamSettings

    @property
    def language(self) -> str:
        """That its messages are written in."""
        return self.settings.language

    def wants(self, alert: Alert, forms: Collection[str]) -> bool:
        """Whether the team is to be told. What is not known about an alert keeps it from nobody."""
        wish = self.settings
        return (
            (self.name == EVERYONE or not alert.routing or self.name in alert.routing)
            and RANK[alert.severity] >= RANK[wish.severity]
            and _meets(wish.countries, alert.countries)
            and _meets(wish.forms, forms)
            and _meets(wish.languages, (alert.language,) if alert.language else ())
        )

    def day(self, now: datetime) -> date:
        """The team's day, which begins at its digest hour."""
        local = now.astimezone(ZoneInfo(self.settings.timezone))
        return (local - timedelta(hours=self.settings.digest_hour)).date()

    def day_ends(self, now: datetime) -> datetime:
        """When the next one begins, and the digest of this one is sent."""
        morning = datetime.combine(self.day(now) + timedelta(days=1), datetime.min.time())
        return (morning + timedelta(hours=self.settings.digest_hour)).replace(tzinfo=ZoneInfo(self.settings.timezone))

    def after_quiet(self, moment: datetime, severity: Severity) -> datetime:
        """The first moment from this one on that does not lie in the team's quiet hours."""
        quiet = self.settings.quiet
        return moment if quiet is None else after_quiet(quiet, moment, severity)

    def allowance(self, severity: str) -> int | None:
        """How many alerts a day may have been told before one of this severity is held; None: any number.

        A third is kept for those of medium severity and above, another for high ones: a day that begins with much of
        little weight still has room for what matters.
        """
        most = self.settings.per_day
        return None if most is None else -(-most * (RANK[severity] + 1) // len(RANK))


def teams(settings: NotifySettings) -> tuple[Team, ...]:
    """The teams of the settings. Raises TargetError."""
    named = [
        Team(name, targets(settings, one.targets, f"teams.{name}.targets"), one) for name, one in settings.teams.items()
    ]
    if not settings.targets:
        return tuple(named)
    everyone = TeamSettings(targets=settings.targets, language=settings.language)
    return (Team(EVERYONE, targets(settings), everyone), *named)


def _meets(wanted: Collection[str], given: Collection[str]) -> bool:
    return not wanted or not given or not set(wanted).isdisjoint(given)
