"""The ledger: every ad served is accounted for, by id and not only by count."""

from dataclasses import dataclass

from adwatch import bus
from adwatch.reader import Reader
from processors.settings import ProcessorSettings
from schemas.topics import CHILD_SAFETY, DEAD, RAW


@dataclass(frozen=True)
class Ledger:
    """Sets of ad ids. `damaged` are records that were put on the bus by hand and are no ads."""

    served: frozenset[str]
    damaged: frozenset[str]
    crawled: frozenset[str]
    indexed: frozenset[str]
    dead: frozenset[str]
    children: frozenset[str]

    @property
    def differences(self) -> tuple[str, ...]:
        """What does not balance, one sentence each; nothing when all does."""
        accounted = self.indexed | self.dead | self.children
        checks = {
            "served but not crawled": self.served - self.crawled,
            "crawled but never served": self.crawled - self.served - self.damaged,
            "crawled but neither indexed, dead nor in the children's lane": self.crawled - accounted,
            "indexed or refused but never crawled": accounted - self.crawled,
            "indexed and also in the children's lane": self.indexed & self.children,
            "indexed and also dead": self.indexed & self.dead,
            "damaged but not dead": self.damaged - self.dead,
            "dead without being damaged": self.dead - self.damaged,
        }
        return tuple(f"{len(found)} {what}, for example {min(found)}" for what, found in checks.items() if found)


def take(settings: ProcessorSettings, reader: Reader, served: frozenset[str], damaged: frozenset[str]) -> Ledger:
    """Count everything where it lies now: topics and index, never the stages' own counters."""
    kafka = settings.kafka
    return Ledger(
        served=served,
        damaged=damaged,
        crawled=frozenset(key for key, _ in bus.read_all(kafka, RAW)),
        indexed=frozenset(reader.ad_ids()),
        dead=frozenset(key for key, _ in bus.read_all(kafka, DEAD)),
        children=frozenset(key for key, _ in bus.read_all(kafka, CHILD_SAFETY)),
    )
