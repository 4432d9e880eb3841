"""Corrections of alerts: each receiver that was told gets each correction once; who was not told yet is told the alert
with the correction in it, or not at all. An outcome never goes back: a correction that comes again after a later one,
from the dead letters say, is told nobody.

A message that waits may have been sent already by a process that was killed before it could note that. So once a
message was due, what goes out in its place has the id of the correction (render.py): who has the alert sees it as news,
and who has not is told once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
import structlog

from processors.memory import Memory
from processors.notify import recall
from processors.notify.keys import note_key
from processors.notify.notes import Notes
from processors.notify.queue import Item, Queue
from processors.notify.targets.target import Target
from processors.notify.teams import Team
from processors.state import Transaction
from schemas.alert import Alert, Correction
from schemas.base import epoch_ms
from schemas.codec import decode, encode

CORRECTED = "corrected"

log = structlog.get_logger()


class Amends:
    """The corrections of one batch. `fresh` are the (target, alert) that were put in the queue in this very batch."""

    def __init__(
        self,
        teams: Sequence[Team],
        now: datetime,
        memory: Memory,
        notes: Notes,
        fresh: Collection[tuple[str, str]],
        tx: Transaction,
    ) -> None:
        self._teams, self._now, self._memory, self._notes, self._fresh, self._tx = teams, now, memory, notes, fresh, tx

    def of(self, alert_id: str) -> Correction | None:
        """What an alert was corrected by, when it comes again without that: from the dead letters, or in a replay."""
        stored = self._memory.get(CORRECTED, note_key(alert_id, CORRECTED))
        return msgspec.json.decode(stored, type=Correction) if stored else None

    def tell(self, alert: Alert, said: Correction, keep_ms: int) -> None:
        """Tell a correction to every target that was told the alert, or see to it that it is told with it."""
        before = self.of(alert.alert_id)
        if before is not None and said.gives_way_to(before):
            log.info("correction_is_late", alert_id=alert.alert_id, outcome=said.outcome, told=before.outcome)
            return
        place = note_key(alert.alert_id, CORRECTED)
        self._memory.put(CORRECTED, place, encode(said), self._memory.watermark + keep_ms)
        ids = (alert.alert_id, before.id) if before else (alert.alert_id,)
        held = {team.name for team in self._teams if recall.mend_held(team.name, alert.alert_id, said, self._tx)}
        targets = {target.identity: (team, target) for team in reversed(self._teams) for target in team.targets}
        for team, target in targets.values():
            teller = self._notes.teller(alert.alert_id, target)
            if teller is None or self._notes.teller(said.id, target) is not None:
                continue
            team = next((each for each in self._teams if each.name == teller), team)  # in whose words it was told
            self._notes.told(said.id, target, team.name)
            if team.name not in held:
                self._for_target(alert, said, ids, team, target)

    def _for_target(self, alert: Alert, said: Correction, ids: tuple[str, ...], team: Team, target: Target) -> None:
        now, queue = epoch_ms(self._now), Queue(self._tx)
        if recall.mend_refused(target.identity, alert.alert_id, said, self._tx):
            return
        waited = recall.take_out(target.identity, ids, self._tx)
        if waited is None:
            recall.mend_digests(target.identity, alert.alert_id, said, self._tx)
            at = max(self._now, alert.deliver_at or self._now)  # the rule's quiet hours, then the team's
            due = max(now, epoch_ms(team.after_quiet(at, alert.severity)))
            queue.put(target.identity, due, _item(said.id, alert, team, due))
            return
        first = decode(Alert, waited.item.payload)
        unsent = waited.due > now or (target.identity, waited.item.id) in self._fresh
        if first.correction and first.correction.amends:  # an earlier correction, of an alert that was sent
            item = _item(said.id, alert, team, waited.item.since)
        elif said.is_withdrawn and unsent:
            log.info("alert_not_sent", alert_id=alert.alert_id, target=target.name, reason=said.reason)
            return
        else:
            item = _item(alert.alert_id, recall.in_one(first, said), team, waited.item.since)
        queue.put(target.identity, waited.due, item)


def _item(name: str, alert: Alert, team: Team, since: int) -> Item:
    return Item(id=name, kind="alert", team=team.name, since=since, payload=encode(alert))
