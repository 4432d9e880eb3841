"""Who is told about an alert, now or in a digest: routing, held rules, snoozed actors, floods, and the team's budget.

What is planned is noted per alert and target, so that an alert that comes again is not planned again.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import msgspec
import structlog

from processors.memory import Memory
from processors.notify.amends import Amends
from processors.notify.held import Held, HeldAlert, hold
from processors.notify.known import Known, group_of
from processors.notify.notes import KEEP_MS, Notes
from processors.notify.notice import Notice
from processors.notify.queue import Item, Queue
from processors.notify.recall import corrected, in_one
from processors.notify.targets.target import Target
from processors.notify.teams import RANK, Team
from processors.state import Transaction
from schemas.alert import Alert
from schemas.base import Record, epoch_ms
from schemas.codec import encode

DAYS, FLOODS = "days", "floods"

log = structlog.get_logger()
Forms = Callable[[Alert], Collection[str]]


class Day(Record, frozen=True, kw_only=True):
    """What a team was told one by one on one of its days."""

    count: int = 0
    groups: dict[str, int] = {}  # noqa: RUF012  group -> rank of the most severe alert about it


class Plan:
    """The planning of one batch."""

    def __init__(
        self, teams: Sequence[Team], forms: Forms, known: Known, now: datetime, flood: int, tx: Transaction
    ) -> None:
        self.memory, self._queue, self._tx = Memory(tx), Queue(tx), tx
        self._teams, self._forms, self._known, self._now, self._flood = teams, forms, known, now, flood
        self._fresh: set[tuple[str, str]] = set()  # (target, message) put in the queue in this batch
        self._notes = Notes(self.memory)
        self._amends = Amends(teams, now, self.memory, self._notes, self._fresh, tx)

    def add(self, alert: Alert) -> None:
        """Plan one alert for every team that it concerns, or its correction for who was told it."""
        # Not beyond this very moment: what a clock that is ahead says must not have all be forgotten that was told.
        self.memory.advance(epoch_ms(min(alert.at, self._now)))
        if alert.correction is not None and alert.correction.amends:
            self._amends.tell(alert, alert.correction, KEEP_MS)
            return
        known = self._amends.of(alert.alert_id)
        if known is not None and known.is_withdrawn:
            return
        if known and (alert.correction is None or alert.correction.gives_way_to(known)):
            alert = in_one(alert, known)
        forms = self._forms(alert)
        concerned = [team for team in self._teams if team.wants(alert, forms)]
        if not concerned and self._teams:
            log.warning("alert_concerns_no_team", alert_id=alert.alert_id, rule=alert.rule)
        fresh = [team for team in concerned if not self._is_planned(alert, team)]
        if not fresh:
            return
        flooding = self._floods(alert)
        for team in fresh:
            self._for_team(alert, team, flooding)

    def _is_planned(self, alert: Alert, team: Team) -> bool:
        """Targets that refused it are tried again, for it came back from the dead letters; and only those."""
        known = [self._notes.is_known(alert.alert_id, target) for target in team.targets]
        for target in team.targets:
            if self._notes.is_refused(alert.alert_id, target):
                self._send(alert, team, target, self._now)
        return any(known)

    def _for_team(self, alert: Alert, team: Team, flooding: bool) -> None:
        reason = self._held_back(alert, team, flooding)
        if reason:
            self._hold(alert, team, reason)
        at = team.after_quiet(max(alert.deliver_at or self._now, self._now), alert.severity)
        for target in team.targets:
            if not reason:
                self._send(alert, team, target, at)
            elif self._notes.teller(alert.alert_id, target) is None:
                self._note(alert, target, team)

    def _held_back(self, alert: Alert, team: Team, flooding: bool) -> str:
        """Why the team is not told at once; empty when it is, which is then counted."""
        if alert.rule in self._known.held:
            return "held"
        if flooding:
            return "flood"
        if self._known.is_snoozed(group_of(alert), self._now):
            return "snoozed"
        if alert.digest:
            return "digest"
        return self._over_budget(alert, team)

    def _over_budget(self, alert: Alert, team: Team) -> str:
        allowed = team.allowance(alert.severity)
        if allowed is None:
            return ""
        key = f"{team.name}\x1f{team.day(self._now)}".encode()
        stored = self._tx.get(DAYS, key)
        day = msgspec.json.decode(stored, type=Day) if stored else Day()
        group, rank = group_of(alert), RANK[alert.severity]
        if day.groups.get(group, -1) >= rank:
            return "group"
        if day.count >= allowed:
            return "budget"
        self._tx.put(DAYS, key, encode(Day(count=day.count + 1, groups=day.groups | {group: rank})))
        return ""

    def _floods(self, alert: Alert) -> bool:
        """Count the alert for its rule and day; the first one too many is told to everybody."""
        key = f"{self._now:%Y-%m-%d}\x1f{alert.rule}".encode()
        count = int(self._tx.get(FLOODS, key) or b"0") + 1
        self._tx.put(FLOODS, key, str(count).encode())
        if count == self._flood + 1:
            log.error("rule_floods", rule=alert.rule, alerts=self._flood)
            facts = {"rule": alert.rule, "count": str(self._flood), "day": f"{self._now:%Y-%m-%d}"}
            self.announce("flood", facts, self._teams)
        return count > self._flood

    def announce(self, kind: str, facts: dict[str, str], teams: Sequence[Team], but: str = "") -> None:
        """Tell teams about the telling itself, through all their targets except the one of identity `but`."""
        name = hashlib.blake2b(repr((kind, sorted(facts.items()))).encode(), digest_size=12).hexdigest()
        notice = Notice(id=f"no-{name}", kind=kind, facts=facts)
        for team in teams:
            item = Item(id=notice.id, kind="notice", team=team.name, since=epoch_ms(self._now), payload=encode(notice))
            for target in team.targets:
                if target.identity != but:
                    self._queue.put(target.identity, item.since, item)

    def _send(self, alert: Alert, team: Team, target: Target, at: datetime) -> None:
        """Have the target told: once, though teams share it, in the words of the one that the settings name first."""
        if (target.identity, alert.alert_id) in self._fresh:
            return
        due = max(epoch_ms(at), epoch_ms(self._now))
        item = Item(id=alert.alert_id, kind="alert", team=team.name, since=due, payload=encode(alert))
        self._queue.put(target.identity, due, item)
        self._fresh.add((target.identity, item.id))
        self._note(alert, target, team)

    def _note(self, alert: Alert, target: Target, team: Team) -> None:
        """The target is told the alert, with the correction that is in it."""
        self._notes.told(alert.alert_id, target, team.name)
        if alert.correction:
            self._notes.told(alert.correction.id, target, team.name)

    def tried_again(self, alert_id: str, identity: str) -> None:
        """When its letter is replayed, this target gets the alert."""
        self._notes.refused(alert_id, identity)

    def _hold(self, alert: Alert, team: Team, reason: str) -> None:
        log.info("alert_held", alert_id=alert.alert_id, rule=alert.rule, team=team.name, reason=reason)
        by_rule = reason == "digest"
        due = (alert.deliver_at if by_rule else None) or team.day_ends(self._now)
        wordings = {each.language: each for each in alert.translations}
        held = Held(
            team=team.name,
            digest=alert.digest if by_rule else str(team.day(self._now)),
            reason=reason,
            alert_id=alert.alert_id,
            rule=alert.rule,
            severity=alert.severity,
            band=alert.band,
            group=group_of(alert),
            at=alert.at,
            titles={"en": alert.title, **{language: each.title for language, each in wordings.items()}},
            sentences={"en": alert.sentence, **{language: each.sentence for language, each in wordings.items()}},
        )
        hold(
            epoch_ms(due),
            corrected(held, alert.correction) if alert.correction else held,
            HeldAlert(payload=encode(alert), targets=tuple(target.identity for target in team.targets)),
            self._tx,
        )


def forget_old_days(tx: Transaction, now: datetime) -> None:
    """Drop what was counted on days that are over for every team."""
    newest = f"{now - timedelta(days=3):%Y-%m-%d}"
    for table, place in ((DAYS, -1), (FLOODS, 0)):
        old = [key for key, _ in tx.scan(table) if key.decode().split("\x1f")[place] < newest]
        for key in old:
            tx.delete(table, key)
