"""The ad's text without clear contacts and names: each is replaced, in place, by its token.

A contact that nobody could read has no token and no mention. What looks like one, nine digits or more in one word
whatever stands between them, is masked all the same: a number too many that is hidden does less harm.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from schemas.ad import MaskedText, RawAd
from schemas.mention import MASKED_KINDS, Mention, MentionKind

_UNREAD = re.compile(r"\d(?:[^\d\s]{0,3}\d){8,}")
_FEWEST = 9  # characters of such a number
_END = attrgetter("end")
_LABELS = {MentionKind.URL: "url", MentionKind.PERSON_NAME: "name"}


def mask(text: str, mentions: Sequence[Mention], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` with every mention of MASKED_KINDS as `[token]`, `[url]` or `[name]`, also where only a part of
    it lies inside, and unread numbers as `[number]`. `mentions` point into `text`, in order, without overlaps."""
    end = len(text) if end is None else end
    pieces: list[str] = []
    done = start
    for mention in mentions[bisect_right(mentions, start, key=_END) :]:
        first, last = mention.start, mention.end
        if first >= end:
            break
        is_masked = mention.kind in MASKED_KINDS
        shown = f"[{_label(mention)}]" if is_masked else text[max(done, first) : min(last, end)]
        pieces += (_without_numbers(text[done:first]), shown)
        done = last
    pieces.append(_without_numbers(text[done:end]))
    return "".join(pieces)


def _without_numbers(text: str) -> str:
    """Text that no mention claims."""
    return _UNREAD.sub("[number]", text) if len(text) >= _FEWEST else text


def masked_text(ad: RawAd, mentions: Sequence[Mention], url: str, limit: int) -> MaskedText:
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
