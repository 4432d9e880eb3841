"""Who was told what: a note for each message and target, so that nothing is planned twice."""

from processors.memory import Memory
from processors.notify.keys import note_key
from processors.notify.targets.target import Target

NOTES = "outbox"
KEEP_MS = 120 * 86_400_000  # longer than the topic of alerts is kept, so that a replay of it sends nothing
_PLANNED, _REFUSED, _PART = b"planned", b"refused", b"\x1f"


class Notes:
    """A view of the stage's memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def told(self, message_id: str, target: Target, team: str) -> None:
        """The target is told the message, or will be, in the words of this team."""
        self._put(message_id, target.identity, _PLANNED + _PART + team.encode())

    def refused(self, message_id: str, identity: str) -> None:
        """When the letter of the message is replayed, the target gets it."""
        self._put(message_id, identity, _REFUSED)

    def teller(self, message_id: str, target: Target) -> str | None:
        """The team in whose words the target was told; "" where that was not noted, None when it was not told."""
        note = self._get(message_id, target) or b""
        return note.partition(_PART)[2].decode() if note.startswith(_PLANNED) else None

    def is_refused(self, message_id: str, target: Target) -> bool:
        """Whether the target refused the message."""
        return self._get(message_id, target) == _REFUSED

    def is_known(self, message_id: str, target: Target) -> bool:
        """Whether the message was ever planned for the target."""
        return self._get(message_id, target) is not None

    def _get(self, message_id: str, target: Target) -> bytes | None:
        return self._memory.get(NOTES, note_key(message_id, target.identity))

    def _put(self, message_id: str, identity: str, note: bytes) -> None:
        self._memory.put(NOTES, note_key(message_id, identity), note, self._memory.watermark + KEEP_MS)
