"""Things an ad mentions, each with the exact place in the original text where it was read."""

from enum import StrEnum

from schemas.base import Record


class MentionKind(StrEnum):
    """What a passage of an ad names; beside each, the form of its value."""

    __hash__ = str.__hash__  # that of Enum is written in Python, and kinds are looked up for every mention

    PHONE = "phone"  # E.164: "+14155550123"
    EMAIL = "email"  # lower case
    HANDLE = "handle"  # "network:name"
    URL = "url"
    WALLET = "wallet"
    PRICE = "price"
    AGE = "age"  # years, as digits
    PERSON_NAME = "person_name"
    ORGANISATION = "organisation"
    PLACE = "place"
    DURATION = "duration"
    HOURS = "hours"
    DATE = "date"
    PARTIAL_PHONE = "partial_phone"  # the digits shown, "*" for those that are not: "07700900*"
    PAYMENT = "payment"  # a way to pay: "gift_card", "app:venmo", "transfer_service:moneygram"
    CHARGE = "charge"  # what is charged and who pays it: "fee:reader", "deposit:nobody"
    PERSONS = "persons"  # how many are offered, as digits
    TERM = "term"  # of a job: "housing:provided", "sector:I" (ISIC section), "requirement:experience"
    ROUTE = "route"  # between two places that are mentions too: "Lyon, FR > Paris, FR"


CONTACT_KINDS = frozenset({MentionKind.PHONE, MentionKind.EMAIL, MentionKind.HANDLE, MentionKind.WALLET})
# Everything that may point at a person or a way to reach one; never clear outside ads.raw and ads.enriched.
MASKED_KINDS = CONTACT_KINDS | {MentionKind.URL, MentionKind.PERSON_NAME, MentionKind.PARTIAL_PHONE}


class Price(Record, frozen=True, kw_only=True):
    """An amount of money as stated."""

    amount: str  # decimal digits: "150", "12.50"
    currency: str | None = None  # ISO 4217
    per: str | None = None  # hour | half_hour | quarter_hour | session | night | day | week | month | year | piece


class Place(Record, frozen=True, kw_only=True):
    """A place of the gazetteer. Countries and regions have no coordinates: they are too large for one point."""

    id: str  # "geonames:2996944"
    name: str
    country: str  # ISO 3166 alpha-2
    latitude: float | None = None
    longitude: float | None = None


class Mention(Record, frozen=True, kw_only=True):
    """One thing read in an ad. `start` and `end` are code points of `RawAd.text`; `surface` is that very slice."""

    kind: MentionKind
    value: str  # canonical form
    start: int
    end: int
    surface: str
    detector: str
    style: str | None = None  # how it was obscured: "words", "emoji", "spaced" ...; None when written plainly
    confidence: float = 1.0
    token: str | None = None  # for contacts: the keyed token that stands for the value elsewhere
    region: str | None = None  # country of a phone, currency area or place
    price: Price | None = None
    place: Place | None = None


class Contact(Record, frozen=True, kw_only=True):
    """A contact after masking: the token and what may be said about it without giving it away."""

    kind: MentionKind
    token: str
    region: str | None = None
    style: str | None = None
