"""The ad's text without clear contacts and names: each is replaced, in place, by its token."""

from collections.abc import Iterable

from schemas.ad import MaskedText, RawAd
from schemas.mention import MASKED_KINDS, Mention, MentionKind

_LABELS = {MentionKind.URL: "url", MentionKind.PERSON_NAME: "name"}


def mask(text: str, mentions: Iterable[Mention], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` with every mention of MASKED_KINDS as `[token]`, `[url]` or `[name]`, also where only a part of
    it lies inside. `mentions` point into `text`, in order, without overlaps."""
    end = len(text) if end is None else end
    pieces: list[str] = []
    done = start
    for mention in mentions:
        if mention.kind in MASKED_KINDS and mention.end > start and mention.start < end:
            pieces += (text[done : mention.start], f"[{_label(mention)}]")
            done = mention.end
    pieces.append(text[done:end])
    return "".join(pieces)


def masked_text(ad: RawAd, mentions: Iterable[Mention], url: str, limit: int) -> MaskedText:
    """Title, body and fields, masked, and the masked address `url`. What stands after character `limit` was not read
    and is left out."""
    text = ad.text
    at = 0

    def part(value: str) -> str:
        nonlocal at
        start = at
        at += len(value) + 1 if value else 0
        return mask(text, mentions, start, min(start + len(value), limit)) if start < limit else ""

    title, body = part(ad.title), part(ad.body)
    return MaskedText(title=title, body=body, fields={name: part(value) for name, value in ad.fields.items()}, url=url)


def _label(mention: Mention) -> str:
    return mention.token or _LABELS.get(mention.kind, mention.kind.value)
