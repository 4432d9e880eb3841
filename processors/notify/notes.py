"""Who was told what: a note for each message and target, so that nothing is planned twice."""

from processors.memory import Memory
from processors.notify.keys import note_key
from processors.notify.targets.target import Target

NOTES, TELLERS = "outbox", "outbox_tellers"  # apart: the version before knows notes and nothing of who told
KEEP_MS = 120 * 86_400_000  # longer than the topic of alerts is kept, so that a replay of it sends nothing
_PLANNED, _REFUSED = b"planned", b"refused"


class Notes:
    """A view of the stage's memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def told(self, message_id: str, target: Target, team: str) -> None:
        """The target is told the message, or will be, in the words of this team."""
        self._put(NOTES, message_id, target.identity, _PLANNED)
        self._put(TELLERS, message_id, target.identity, team.encode())

    def refused(self, message_id: str, identity: str) -> None:
        """When the letter of the message is replayed, the target gets it."""
        self._put(NOTES, message_id, identity, _REFUSED)

    def teller(self, message_id: str, target: Target) -> str | None:
        """The team in whose words the target was told; "" where that was not noted, None when it was not told."""
        if self._get(NOTES, message_id, target) != _PLANNED:
            return None
        return (self._get(TELLERS, message_id, target) or b"").decode()

    def is_refused(self, message_id: str, target: Target) -> bool:
        """Whether the target refused the message."""
        return self._get(NOTES, message_id, target) == _REFUSED

    def is_known(self, message_id: str, target: Target) -> bool:
        """Whether the message was ever planned for the target."""
        return self._get(NOTES, message_id, target) is not None

    def _get(self, table: str, message_id: str, target: Target) -> bytes | None:
        return self._memory.get(table, note_key(message_id, target.identity))

    def _put(self, table: str, message_id: str, identity: str, note: bytes) -> None:
        self._memory.put(table, note_key(message_id, identity), note, self._memory.watermark + KEEP_MS)
