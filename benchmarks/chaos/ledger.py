"""What was sent, beside what came of it: documents, alerts, notifications, dead letters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from adwatch import bus
from adwatch.reader import Reader
from adwatch.receiver import Receiver
from benchmarks.chaos.source import CHILDREN, Book
from processors.index.document import AdDocument, AlertDocument
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings
from schemas.alert import Alert
from schemas.events import DeadLetter
from schemas.topics import ALERTS, CHILD_SAFETY, DEAD, LINKED

TOLD, TRIO = "chaos_told", "chaos_trio"  # the rules


@dataclass
class Ledger:
    """What does not balance, by name: each an id. `repeats` were recognised as such by whoever got them."""

    lost: dict[str, list[str]] = field(default_factory=dict)
    doubled: dict[str, list[str]] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    repeats: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many faults there are in all: lost, doubled and wrong."""
        return sum(len(found) for side in (self.lost, self.doubled, self.wrong) for found in side.values())


class _Told(msgspec.Struct):
    """What the ledger reads of a linked ad."""

    ad_id: str
    observed_at: datetime
    revision: int = 0


def take(book: Book, settings: ProcessorSettings, posts: Receiver) -> Ledger:
    """Compare; nothing of what the stages say about themselves is asked."""
    ledger = Ledger()
    with Reader(settings.search) as reader:
        documents = {ad.ad_id: ad for ad in reader.ads()}
        filed = {alert.alert_id: alert for alert in reader.all_alerts()}
    _ads(ledger, book, documents)
    _newest_revision(ledger, settings, documents)
    misread = documents.keys() & book.children  # how well ads are read is another benchmark's subject
    _alerts(ledger, book, filed, settings, {*misread, CHILDREN})
    _notifications(ledger, filed, posts)
    _letters(ledger, book, settings)
    hits = [key for key, _ in bus.read_all(settings.kafka, CHILD_SAFETY)]
    _note(ledger.lost, "closed, but not reported", book.children - set(hits) - misread)
    _note(ledger.wrong, "reported, and found too", documents.keys() & set(hits))
    _note(ledger.wrong, "ordinary, but reported", set(hits) - book.children)
    ledger.counts |= {"records sent": book.records, "ads": len(documents), "children's lane": len(set(hits))}
    ledger.counts["not read as the children's lane"] = len(misread)
    return ledger


def _ads(ledger: Ledger, book: Book, documents: Mapping[str, AdDocument]) -> None:
    _note(ledger.lost, "sent, but not found", book.newest.keys() - documents.keys())
    _note(ledger.wrong, "found, but never sent", documents.keys() - book.newest.keys() - book.children)
    _note(
        ledger.wrong,
        "another edition than the newest",
        (
            ad_id
            for ad_id, sent in book.newest.items()
            if (ad := documents.get(ad_id))
            and (ad.observed_at, ad.content_hash, ad.fields.get("edition"))
            != (sent.observed_at, sent.content_hash, sent.fields["edition"])
        ),
    )


def _newest_revision(ledger: Ledger, settings: ProcessorSettings, documents: Mapping[str, AdDocument]) -> None:
    """What is said about an ad's cluster and actor must be the last that was said."""
    last: dict[str, tuple[datetime, int]] = {}
    for _, value in bus.read_all(settings.kafka, LINKED):
        if told := _read(value, _Told):
            said = (told.observed_at, told.revision)
            last[told.ad_id] = max(last.get(told.ad_id, said), said)
    stale = (ad for ad, (_, revision) in last.items() if ad in documents and documents[ad].revision != revision)
    _note(ledger.wrong, "another revision than the last", stale)


def _alerts(
    ledger: Ledger, book: Book, filed: Mapping[str, AlertDocument], settings: ProcessorSettings, possible: set[str]
) -> None:
    """Exactly the alerts that must be; about what is `possible` there may be one."""
    raised = {alert.alert_id for _, value in bus.read_all(settings.kafka, ALERTS) if (alert := _read(value, Alert))}
    _note(ledger.lost, "raised, but not filed", raised - filed.keys())
    _note(ledger.wrong, "filed, but never raised", filed.keys() - raised)
    for rule, expected in ((TOLD, book.told), (TRIO, book.trios)):
        found = Counter(alert.key for alert in filed.values() if alert.rule == rule)
        _note(ledger.lost, f"no alert of {rule}", expected - found.keys())
        _note(ledger.wrong, f"an alert of {rule} about what is none", found.keys() - expected - possible)
        _note(ledger.doubled, f"several alerts of {rule}", (key for key, times in found.items() if times > 1))
        ledger.counts[f"alerts of {rule}"] = len(found)


def _notifications(ledger: Ledger, filed: Mapping[str, AlertDocument], posts: Receiver) -> None:
    messages = [message for message in posts.messages() if "alert" in message]
    corrections = [message for message in messages if message["type"] == "adwatch.correction"]
    told = Counter(message["alert"]["alert_id"] for message in messages if message not in corrections)
    # what was withdrawn before it was sent is not sent
    withdrawn = {name for name, each in filed.items() if each.correction and each.correction.is_withdrawn}
    _note(ledger.lost, "filed, but not told", filed.keys() - told.keys() - withdrawn)
    _note(ledger.wrong, "told, but not filed", told.keys() - filed.keys())
    _note(ledger.doubled, "told several times", (alert for alert, times in told.items() if times > 1))
    made = Counter(message["id"] for message in corrections)
    _note(ledger.doubled, "corrected several times by one correction", (each for each, n in made.items() if n > 1))
    taken = Counter(line.split()[1] for line in posts.log() if line.startswith("2"))
    ledger.counts["notifications"] = len(told)
    ledger.repeats["notifications sent again under the same key"] = taken.total() - len(taken)


def _letters(ledger: Ledger, book: Book, settings: ProcessorSettings) -> None:
    """One letter from each stage that reads the topic: two from those of alerts. Repeated, a letter has the same id."""
    letters = [letter for _, value in bus.read_all(settings.kafka, DEAD) if (letter := _read(value, DeadLetter))]
    distinct = {letter.letter_id: letter for letter in letters}
    found = Counter((letter.stage, letter.key) for letter in distinct.values())
    expected = {
        (stage.name, key)
        for key, (topic, _) in book.poison.items()
        for stage in STAGES.values()
        if stage.reads.name == topic.name
    }
    _note(ledger.lost, "poison without a letter", _named(expected - found.keys()))
    _note(ledger.doubled, "poison with several letters", _named(each for each, times in found.items() if times > 1))
    _note(
        ledger.wrong,
        "a letter about no poison",
        _named(each for each in found.keys() - expected if each[1] not in book.unsure),
    )
    changed = (
        each.key
        for each in distinct.values()
        if each.key in book.poison and each.payload != book.poison[each.key].value
    )
    _note(ledger.wrong, "a letter with other bytes", changed)
    ledger.counts |= {"poison": len(book.poison), "dead letters": len(distinct)}
    ledger.repeats["dead letters posted again under the same id"] = len(letters) - len(distinct)


def _named(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (" ".join(pair) for pair in pairs)


def _note(side: dict[str, list[str]], what: str, found: Iterable[str]) -> None:
    if names := sorted(found):
        side[what] = names


def _read(value: bytes, kind: type[Any]) -> Any:
    """The record, or None for poison."""
    try:
        return msgspec.json.decode(value, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
