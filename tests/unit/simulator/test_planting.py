"""What follows from the way an ad is reached, beside what its sentences state."""

from random import Random

import pytest

from schemas.mention import MentionKind
from simulator.advertiser import Advertiser
from simulator.contacts import Contact
from simulator.draft import compose
from simulator.planting import indicators, plant

MOBILE = Contact(MentionKind.PHONE, "+447700900143", "GB", private=True)
LANDLINE = Contact(MentionKind.PHONE, "+442079460143", "GB")
AMERICAN = Contact(MentionKind.PHONE, "+14155550132", "US", private=True)
EMAIL = Contact(MentionKind.EMAIL, "jobs7@larkfield3.example")
HANDLE = Contact(MentionKind.HANDLE, "telegram:jade_kite9")
HUB = Contact(MentionKind.PHONE, "+442079460999", "GB", hub=True)


@pytest.mark.parametrize(
    ("kind", "company", "contacts", "style", "found"),
    [
        ("farm", "Larkfield Growers", (LANDLINE,), "plain", set()),
        ("farm", "Larkfield Growers", (EMAIL,), None, set()),
        ("farm", None, (MOBILE,), "plain", {"LB-04", "LB-05"}),
        ("farm", None, (MOBILE, HANDLE), "plain", {"LB-04", "LB-05"}),
        ("farm", None, (MOBILE, EMAIL), "plain", {"LB-04"}),
        ("farm", None, (AMERICAN,), "plain", {"LB-04"}),
        ("farm", None, (MOBILE, HUB), "plain", {"LB-04", "LB-05"}),
        ("farm", None, (), None, {"LB-04"}),
        ("massage", None, (MOBILE,), "plain", set()),
        ("massage", None, (MOBILE,), "link", set()),
        ("massage", None, (MOBILE,), "words", {"SX-05"}),
        ("massage", None, (MOBILE,), "emoji", {"SX-05", "NW-09"}),
        ("furniture", None, (MOBILE,), "spaced", {"SX-05"}),
    ],
)
def test_what_the_contacts_tell(
    kind: str, company: str | None, contacts: tuple[Contact, ...], style: str | None, found: set[str]
) -> None:
    draft = compose(Random(1), "en", kind, tuple(contact.slot for contact in contacts))
    advertiser = Advertiser("actor-1", "GB", company, contacts=contacts)
    planted = plant(Random(4), draft, advertiser, style)
    assert [planted[contact.slot].value for contact in contacts] == [contact.value for contact in contacts]
    assert set(indicators(draft, advertiser, planted.values())) - {"NW-09" if style is None else ""} == found


def test_a_contact_without_a_slot_is_not_planted() -> None:
    draft = compose(Random(1), "en", "farm", ("phone",))
    assert set(plant(Random(1), draft, Advertiser("actor-1", "GB", contacts=(MOBILE, HANDLE)), None)) == {"phone"}


def test_a_sentence_may_state_more_than_one_indicator() -> None:
    draft = compose(Random(1), "en", "care", (), ("CT-01",))
    assert {"CT-01", "LB-21"} <= set(indicators(draft, Advertiser(None, "GB", "Larkfield"), ()))


def test_a_hub_is_always_written_plainly() -> None:
    draft = compose(Random(1), "en", "furniture", ("phone", "hub"))
    for seed in range(40):
        found = plant(Random(seed), draft, Advertiser("actor-1", "GB", contacts=(MOBILE, HUB)), None)
        assert found["hub"].style == "plain"
        assert found["hub"].hub
