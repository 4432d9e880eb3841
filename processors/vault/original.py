"""What is sealed of an ad: what its masked form leaves out."""

from schemas.ad import EnrichedAd
from schemas.base import Record
from schemas.mention import CONTACT_KINDS, MentionKind


class ClearContact(Record, frozen=True, kw_only=True):
    """One contact: what its token stands for, and how it was written."""

    token: str
    kind: MentionKind
    value: str
    surface: str


class Original(Record, frozen=True, kw_only=True):
    """An ad as it was found."""

    url: str
    title: str
    body: str
    fields: dict[str, str]
    contacts: tuple[ClearContact, ...] = ()


def original_of(ad: EnrichedAd) -> Original:
    """The original of an ad; each contact once, as it was first written."""
    contacts: dict[str, ClearContact] = {}
    for each in ad.mentions:
        if each.kind in CONTACT_KINDS and each.token and each.token not in contacts:
            contacts[each.token] = ClearContact(
                token=each.token, kind=each.kind, value=each.value, surface=each.surface
            )
    return Original(url=ad.url, title=ad.title, body=ad.body, fields=ad.fields, contacts=tuple(contacts.values()))
