"""What the answer sheet says beside what stands in the ad: of which story it is, and what the story is there for."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from simulator.corpus.settings import following
from simulator.draft import Draft
from simulator.records import InventedAd

Standing = Literal["planted", "look_alike", "decoy", "ordinary"]

OBSCURED = "SX-05"  # an obscured phone number: defined for ads for services, so that elsewhere nobody is wrong
UNOFFICIAL = (
    "LB-05"  # nothing official to answer to: the sheet has it for mobiles and messengers only, others may go on
)


class Role(NamedTuple):
    """What an ad is there for."""

    standing: Standing = "ordinary"
    form: str | None = None
    case: str | None = None
    group: str | None = None  # the story it belongs to, this time


def answered(ad: InventedAd, draft: Draft, role: Role, unsure: Iterable[str]) -> InventedAd:
    """The ad with its answer sheet complete."""
    stated = set(ad.answer.indicators)
    stated |= following(ad.answer.kind, stated)
    doubtful = set(unsure)
    if draft.kind.family != "service" and OBSCURED in stated:
        stated.remove(OBSCURED)
        doubtful.add(OBSCURED)
    if draft.kind.family == "job" and "LB-04" in stated:
        doubtful.add(UNOFFICIAL)
    answer = msgspec.structs.replace(
        ad.answer,
        indicators=tuple(sorted(stated)),
        doubtful=tuple(sorted(doubtful - stated)),
        standing=role.standing,
        form=role.form,
        case=role.case,
        group=role.group,
        sentences={name: line.text for line in draft.lines for name in (*line.says, *line.denies)},
        in_set_words=tuple(sorted({name for line in draft.lines if line.usual for name in line.says})),
    )
    return msgspec.structs.replace(ad, answer=answer)
