"""Invented contacts. Phone numbers come only from ranges kept free for fiction: see `phones` in phrases/shared.yml."""

from dataclasses import dataclass
from random import Random

from schemas.mention import MentionKind
from simulator.chance import pick
from simulator.phrases import shared

CALLING_CODES = {"GB": "44", "US": "1", "FR": "33"}


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of an advertiser, with what is needed to write it in many ways."""

    kind: MentionKind
    value: str  # canonical
    country: str = ""  # of a phone
    private: bool = False  # of a phone: from the ranges of mobiles, where the country has such
    hub: bool = False

    @property
    def slot(self) -> str:
        """The slot of a draft that it fills."""
        return "hub" if self.hub else self.kind.value

    @property
    def personal(self) -> bool:
        """Whether a reader sees that it is somebody's own: a messenger name, or a mobile outside North America."""
        mobile = self.kind is MentionKind.PHONE and self.private and self.country != "US"
        return mobile or self.kind is MentionKind.HANDLE

    @property
    def calling_code(self) -> str:
        """What follows the plus."""
        return CALLING_CODES[self.country]

    @property
    def international(self) -> tuple[str, ...]:
        """The groups after the calling code: 7700 900123."""
        groups = self.national
        return groups if self.country == "US" else (groups[0][1:], *groups[1:])

    @property
    def national(self) -> tuple[str, ...]:
        """The groups as dialled inside the country: 07700 900123."""
        digits = self.value[1 + len(self.calling_code) :]
        if self.country == "US":
            return digits[:3], digits[3:6], digits[6:]
        digits = "0" + digits
        if self.country == "FR":
            return tuple(digits[at : at + 2] for at in range(0, 10, 2))
        if digits.startswith("07"):
            return digits[:5], digits[5:]
        area = 3 if digits.startswith("02") else 4
        return digits[:area], digits[area:-4], digits[-4:]

    @property
    def national_digits(self) -> str:
        """All digits as dialled inside the country."""
        return "".join(self.national)


class ContactBook:
    """Gives out contacts, each only once, so that two advertisers never share one by accident."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._given = 0
        self._phones: dict[tuple[str, str], int] = {}

    def phone(self, country: str, private: bool) -> Contact | None:
        """A phone number not given before; None when the fictional ranges of the country are used up."""
        for use in ("private", "office") if private else ("office",):
            value = self._next(country, use)
            if value:
                return Contact(MentionKind.PHONE, value, country, use == "private")
        return None

    def email(self, rng: Random, domain: str | None) -> Contact:
        """An address not given before, at the company's domain or with a free mail service."""
        number = self._number()
        if domain:
            user = pick(rng, ("jobs", "office", "hello", "team", "contact", "info"))
            return Contact(MentionKind.EMAIL, f"{user}{number}@{domain}")
        words = shared()
        user = f"{pick(rng, words['handle_words'])}.{pick(rng, words['handle_words'])}{number}"
        return Contact(MentionKind.EMAIL, f"{user}@{pick(rng, words['free_mail'])}")

    def handle(self, rng: Random) -> Contact:
        """A messenger or network name not given before."""
        words = shared()
        first, last = pick(rng, words["handle_words"]), pick(rng, words["handle_words"])
        name = f"{first}{pick(rng, ('_', ''))}{last}{self._number()}"
        return Contact(MentionKind.HANDLE, f"{pick(rng, words['networks'])}:{name}")

    def url(self, rng: Random) -> Contact:
        """A web address not given before."""
        name = pick(rng, shared()["handle_words"])
        return Contact(MentionKind.URL, f"https://{name}{self._number()}.example")

    def _number(self) -> int:
        self._given += 1
        return self._given * 7 + self._seed % 7  # the step hides that they are simply counted

    def _next(self, country: str, use: str) -> str | None:
        starts, free = shared()["phones"][country][use]["starts"], shared()["phones"][country][use]["free"]
        size = 10**free
        count = self._phones.get((country, use), 0)
        if count >= size * len(starts):
            return None
        self._phones[(country, use)] = count + 1
        start = starts[(count + self._seed) % len(starts)]
        rest = (count // len(starts) * 7919 + self._seed) % size  # 7919 is prime to every size: each number comes once
        return f"+{CALLING_CODES[country]}{start}{rest:0{free}d}"
