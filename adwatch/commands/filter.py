"""The stages as filters: JSON lines on standard input, JSON lines on standard output, no server.

Ads of the children's lane leave at once here too: their line says so and nothing else of them is read or shown.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from adwatch import chain, settings
from adwatch.errors import KnownError
from adwatch.lines import BadLineError, Errors, parse_each, raw_ad, write
from processors.stage import Reject
from schemas.ad import EnrichedAd, RawAd, ScoredAd
from schemas.codec import UndecodableError, decode
from schemas.events import ChildSafetyHit
from schemas.mention import Mention, MentionKind

Tell = Callable[[RawAd, EnrichedAd | ChildSafetyHit], None]


def enrich(region: str | None, explain: bool = False, page: Path | None = None) -> int:
    """Read ads: language, mentions, findings. `explain`: for a person, in colour, in place of the lines; `page`: the
    same as a web page, beside what is printed."""
    errors = Errors()
    loaded = settings.load()
    process = chain.enrich(loaded)
    with ExitStack() as open_files:
        tell = _tellers(loaded, explain, page, open_files)
        for batch in chain.batches(read_ads(errors, region)):
            for ad, read in zip(batch, process(batch), strict=True):
                if isinstance(read, Reject):
                    errors.refuse(ad.ad_id, read.reason)
                    continue
                for told in tell:
                    told(ad, read)
    return errors.exit_code


def _tellers(loaded: settings.Settings, explain: bool, page: Path | None, open_files: ExitStack) -> list[Tell]:
    """What each ad is told to. An ad of the children's lane is a line everywhere, and no more."""
    if not (explain or page):
        return [_print_read]
    from processors.catalogue import load

    labels = {name: one.label.en for name, one in load(loaded.catalogue).indicators.items()}
    return [
        _on_terminal(labels) if explain else _print_read,
        *([_on_page(page, labels, open_files)] if page else []),
    ]


def _on_terminal(labels: dict[str, str]) -> Tell:
    from rich.console import Console

    from adwatch.explain.terminal import show

    console = Console(highlight=False)

    def tell(ad: RawAd, read: EnrichedAd | ChildSafetyHit) -> None:
        if isinstance(read, EnrichedAd):
            show(console, read, labels)
        else:
            _print_read(ad, read)

    return tell


def _on_page(page: Path, labels: dict[str, str], open_files: ExitStack) -> Tell:
    from adwatch.explain.page import FOOT, HEAD, article

    try:
        file = open_files.enter_context(page.open("w", encoding="utf-8"))
    except OSError as error:
        raise KnownError(f"{page} cannot be written: {error.strerror}") from None
    file.write(HEAD)
    open_files.callback(lambda: file.write(FOOT))

    def tell(_: RawAd, read: EnrichedAd | ChildSafetyHit) -> None:
        if isinstance(read, EnrichedAd):
            file.write(article(read, labels))

    return tell


def alert(folder: Path) -> int:
    """Try rules on a file: raw ads run through the whole chain, scored ones (as on `ads.indexed`) as they are."""
    from adwatch.alerting import alerts_of

    errors = Errors()
    loaded = settings.load()
    raw, scored = _raw_or_scored(errors)
    order, linker = linked(loaded, iter(raw), errors)
    score_one = chain.score(loaded)
    scored += [score_one(linker.latest[ad_id]) for ad_id in dict.fromkeys(order) if ad_id in linker.latest]
    for found in alerts_of(sorted(scored, key=lambda ad: (ad.observed_at, ad.ad_id)), folder, loaded):
        write(
            {
                "rule": found.rule,
                "key": found.key,
                "subject": {"kind": found.subject.kind, "id": found.subject.id},
                "at": found.at,
                "reasons": msgspec.to_builtins(found.reasons),
                "sentence": found.sentence,
                "records": list(found.ads),
            }
        )
    return errors.exit_code


def read_ads(errors: Errors, region: str | None = None) -> Iterator[RawAd]:
    """The ads on standard input, a JSON line each."""
    now = datetime.now(UTC)
    return parse_each(sys.stdin.buffer, lambda line: raw_ad(line, now, region), errors)


def linked(loaded: settings.Settings, ads: Iterator[RawAd], errors: Errors) -> tuple[list[str], chain.Linker]:
    """The ids of the readable ads in the order of input, and the linker that saw them all."""
    order, readable = enriched(loaded, ads, errors)
    linker = chain.Linker(loaded)
    linker.add_all(readable)
    return order, linker


def enriched(loaded: settings.Settings, ads: Iterator[RawAd], errors: Errors) -> tuple[list[str], list[EnrichedAd]]:
    """The ids of the readable ads in the order of input, and those that are not of the children's lane."""
    order: list[str] = []
    readable: list[EnrichedAd] = []
    process = chain.enrich(loaded)
    for batch in chain.batches(ads):
        for ad, read in zip(batch, process(batch), strict=True):
            if isinstance(read, Reject):
                errors.refuse(ad.ad_id, read.reason)
                continue
            order.append(ad.ad_id)
            if isinstance(read, EnrichedAd):
                readable.append(read)
    return order, readable


def _raw_or_scored(errors: Errors) -> tuple[list[RawAd], list[ScoredAd]]:
    raw: list[RawAd] = []
    scored: list[ScoredAd] = []
    now = datetime.now(UTC)

    def parse(line: bytes) -> None:
        if b'"score"' in line and b'"masked"' in line:
            try:
                scored.append(decode(ScoredAd, line))
            except UndecodableError as error:
                raise BadLineError(str(error)) from None
        else:
            raw.append(raw_ad(line, now))

    for _ in parse_each(sys.stdin.buffer, parse, errors):
        pass
    return raw, scored


def _print_read(ad: RawAd, read: EnrichedAd | ChildSafetyHit) -> None:
    if isinstance(read, ChildSafetyHit):
        write({"id": ad.ad_id, "lane": "children", "indicator": read.indicator})
    else:
        write(
            {
                "id": ad.ad_id,
                "language": read.facts.language,
                "mentions": [_mention_line(mention) for mention in read.mentions],
                "findings": msgspec.to_builtins(read.findings),
            }
        )


def _mention_line(mention: Mention) -> dict[str, Any]:
    line: dict[str, Any] = msgspec.to_builtins(mention)
    line.pop("token", None)  # of a key that may last no longer than this process
    line["value"] = _value(mention)
    return line


def _value(mention: Mention) -> Any:
    if mention.kind is MentionKind.AGE and mention.value.isdigit():
        return int(mention.value)
    if mention.price is not None:
        return {"amount": mention.price.amount, "currency": mention.price.currency, "per": mention.price.per}
    if mention.place is not None:
        return msgspec.to_builtins(mention.place)
    return mention.value
