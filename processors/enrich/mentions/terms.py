"""Terms of a job: "housing:provided", "transport:none", "documents:required", "contract:offered", "licence:AB123",
"sector:I" (section of ISIC rev. 4), "requirement:experience"."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.phrases import Phrases
from processors.enrich.signs import sign
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("terms")
_DENIABLE = ("housing:provided", "transport:provided", "meals:provided", "contract:offered", "documents:required")
_REQUIRED = "requirement:"
_DENIED = {value: f"{value.partition(':')[0]}:none" for value in _DENIABLE}
_DENIED |= {value: value.replace(":", ":no_") for value in _TABLE["phrases"] if value.startswith(_REQUIRED)}
_PHRASES = Phrases(dict.fromkeys(_DENIED.values(), "") | _TABLE["phrases"])
_NONE_BEFORE = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['none_before']))})[\s']*$")
_REACH = 16
_NUMBER = re.compile(
    rf"(?:{any_of(words(_TABLE['numbered']))})\s?(?:(?:{any_of(words(_TABLE['number']))})\s?)?[:#=-]?\s{{0,2}}"
    r"(?P<id>(?=[a-z./-]{0,8}\d)[a-z0-9](?:[a-z0-9]|[/-](?=[a-z0-9])|[ .](?=[a-z0-9/-]{0,12}\d)){3,22})(?![^\W_])"
)
_HAS_NUMBER = sign(
    rf"(?:{any_of(words(_TABLE['numbered']))})\s?(?:(?:{any_of(words(_TABLE['number']))})\s?)?[:#=-]?\s{{0,2}}"
    r"[a-z./-]{0,8}\d"
)
_SPACE = re.compile(r"\s+")


def detect(passage: Passage) -> Iterator[Found]:
    """The terms that a passage states; "no ..." before one says so in the value ("housing:none")."""
    lower = passage.lower
    for value, start, end in _PHRASES.find(passage):
        is_denied = _NONE_BEFORE.search(lower, max(0, start - _REACH), start)
        if meant := _DENIED.get(value) if is_denied else value:
            yield _found(meant, start, end)
    if _HAS_NUMBER in passage.signs:
        for match in _NUMBER.finditer(lower):
            if not lower[match.start() - 1 : match.start()].isalnum():
                yield _found(f"licence:{_SPACE.sub('', match['id']).upper()}", *match.span())


def _found(value: str, start: int, end: int) -> Found:
    return Found(MentionKind.TERM, value, start, end, "terms", None, 0.8)
