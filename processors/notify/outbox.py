"""The outbox: alerts are planned, then sent; both is remembered, so that a repeated run sends nothing twice.

Planning goes into the store together with the offsets of the alerts, so a target that is away keeps nobody waiting: its
messages wait in the queue, everything else goes on. After each message its target is asked for nothing more until the
sending was noted, so a process killed at any point repeats at most the one message in flight, under the same
Message-ID or key; for targets that know repeats by their key (webhooks, files) at most those of one round. That is the
best these protocols can give: between the other side's "I have it" and our note of it there is always a moment.
"""

import re
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog

from processors.notify.digest import Digest, digest
from processors.notify.held import Held, forget_held, held_alert, ripe
from processors.notify.known import Known
from processors.notify.letter import letter
from processors.notify.message import Message
from processors.notify.notice import Notice
from processors.notify.plan import Forms, Plan, forget_old_days
from processors.notify.queue import Item, Queue, Refusal, Waiting
from processors.notify.report import Report, report
from processors.notify.sending import Clock, Sender
from processors.notify.teams import Team
from processors.settings import NotifySettings
from processors.stage import Emit, Outcome, Reject
from processors.state import Transaction
from schemas.alert import Alert, AlertState
from schemas.base import epoch_ms
from schemas.codec import decode, encode
from schemas.topics import DEAD

ALERT_ID = re.compile(r"[A-Za-z0-9-]{1,80}")  # it becomes part of headers
BUDGET_S = 60.0  # of a batch: a slow target must not keep this process from telling Kafka that it lives
Render = Callable[[Alert | Digest | Notice, str, Known], Message]  # what, language, what is known
RECORDS: dict[str, type[Alert] | type[Digest] | type[Notice]] = {"alert": Alert, "digest": Digest, "notice": Notice}


log = structlog.get_logger()


class Outbox:
    """The stage's process: a batch of alerts is planned and what is due is sent; an empty batch sends what is due.

    Emit for every alert that is planned, whatever becomes of the sending; Reject for one whose id could do harm. What
    a target refuses for good, or is dead for, comes out of a later empty batch as dead letters, one for each alert, of
    a digest too: replaying one tries that target again and no other.
    """

    def __init__(
        self,
        teams: Sequence[Team],
        render: Render,
        settings: NotifySettings,
        clock: Clock,
        *,
        forms: Forms = lambda alert: (),
        known: Callable[[], Known] = Known,
        report_to: Callable[[Callable[[], Report], datetime], None] = lambda make, now: None,
        alerts_topic: str = "alerts",
        budget_s: float = BUDGET_S,
    ) -> None:
        self._teams = {team.name: team for team in teams}
        self._sender = Sender([target for team in teams for target in team.targets], settings, clock)
        self._render, self._settings, self._clock, self._forms = render, settings, clock, forms
        self._known, self._report, self._topic, self._budget_s = known, report_to, alerts_topic, budget_s

    def __call__(self, alerts: Sequence[Alert], tx: Transaction) -> Sequence[Outcome]:
        """One outcome per alert; for an empty batch, one with the dead letters if there are any."""
        queue, known, now = Queue(tx), self._known(), self._clock()
        plan = Plan(list(self._teams.values()), self._forms, known, now, self._settings.flood_per_day, tx)
        outcomes = [self._planned(alert, plan) for alert in alerts]
        self._queue_digests(queue, plan, known, now)
        until = time.monotonic() + self._budget_s
        for died in self._sender.send(queue, self._renderer(known), tx.checkpoint, until):
            since = f"{datetime.fromtimestamp(died.since / 1000, UTC):%Y-%m-%d %H:%M} UTC"
            facts = {"name": died.target.name, "since": since}
            plan.announce("dead", facts, list(self._teams.values()), but=died.target.identity)
        plan.memory.sweep()
        self._report(lambda: report(self._teams.values(), queue, now), now)
        if alerts:
            return outcomes
        forget_old_days(tx, now)
        return self._letters(queue, plan, now)

    def _planned(self, alert: Alert, plan: Plan) -> Outcome:
        if not ALERT_ID.fullmatch(alert.alert_id):
            return Reject("bad_alert_id", "an alert's id is letters, digits and hyphens")
        if alert.state is AlertState.NEW and not alert.silenced_by:  # later states are told by whoever changes them
            plan.add(alert)
        return Emit()

    def _queue_digests(self, queue: Queue, plan: Plan, known: Known, now: datetime) -> None:
        for held in ripe(epoch_ms(now), queue.tx):
            team = self._teams.get(held[0].team)
            if team is None:
                self._give_back(held, queue, plan, now)
                continue
            made = digest(held, known)
            item = Item(id=made.id, kind="digest", team=team.name, since=epoch_ms(now), payload=encode(made))
            queue.put_digest([target.identity for target in team.targets], item, [each.alert_id for each in held])

    def _give_back(self, held: Sequence[Held], queue: Queue, plan: Plan, now: datetime) -> None:
        """The team was taken out of the settings meanwhile: a replay of the letters tells whoever is concerned now."""
        team, since = held[0].team, epoch_ms(now)
        log.error("held_for_a_removed_team", team=team, alerts=len(held))
        for each in held:
            if kept := held_alert(team, each.alert_id, queue.tx):
                item = Item(id=each.alert_id, kind="alert", team=team, since=since, payload=kept.payload)
                detail = f"team {team}: is no longer in the settings"
                queue.give_up(Refusal(item=item, target=f"team {team}", reason="removed_team", detail=detail))
                for identity in kept.targets:  # they may be another team's now
                    plan.tried_again(each.alert_id, identity)
            forget_held(team, each.alert_id, queue.tx)

    def _renderer(self, known: Known) -> Callable[[Waiting], Message]:
        """Renders each message once a language, however many targets get it."""
        made: dict[tuple[str, str], Message] = {}

        def rendered(waiting: Waiting) -> Message:
            team = self._teams.get(waiting.item.team)
            language = team.language if team else self._settings.language
            key = (waiting.item.id, language)
            if key not in made:
                record = decode(RECORDS[waiting.item.kind], waiting.item.payload)
                made[key] = self._render(record, language, known)
            return made[key]

        return rendered

    def _letters(self, queue: Queue, plan: Plan, now: datetime) -> Sequence[Outcome]:
        refused = queue.take_refused()
        for each in refused:
            plan.tried_again(each.item.id, each.target)
        letters = tuple((DEAD, letter(each, self._topic, now)) for each in refused)
        return [Emit(letters)] if letters else []
