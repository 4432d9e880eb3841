"""Prices and pay, as people write them and as structured data states them."""

from dataclasses import dataclass
from random import Random

from simulator.chance import happens, pick
from simulator.phrases import Bank, Money

SIGNS = {"GB": ("£", "GBP"), "US": ("$", "USD"), "FR": ("€", "EUR")}
ENORMOUS, MEAGRE = 3.2, 0.3  # of the usual pay: for LB-01 and LB-15


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money in an ad."""

    cents: int
    country: str
    per: str | None

    def text(self, rng: Random, bank: Bank) -> str:
        """As an ad writes it: "£12.50 an hour", "12,50 € de l'heure"."""
        sign, _ = SIGNS[self.country]
        number = self.decimal
        if bank.language != "en":
            number = number.replace(".", ",")
        amount = f"{number} {sign}" if self.country == "FR" or bank.language == "fr" else f"{sign}{number}"
        return f"{amount} {pick(rng, bank.per[self.per])}" if self.per else amount

    @property
    def structured(self) -> str:
        """As schema.org's fields read one after the other: "12.50 GBP per HOUR"."""
        amount = f"{self.decimal} {SIGNS[self.country][1]}"
        return f"{amount} per {self.per.upper()}" if self.per else amount

    @property
    def decimal(self) -> str:
        """The amount in digits: "12.50", "850"."""
        whole, rest = divmod(self.cents, 100)
        return f"{whole}.{rest:02d}" if rest else str(whole)


def draw(rng: Random, usual: Money, country: str, factor: float = 1.0) -> Sum:
    """An amount in the usual range, times the factor; small ones in quarters, large ones in fives."""
    amount = (usual.low + rng.random() * (usual.high - usual.low)) * factor
    if amount >= 40:
        return Sum(int(amount / 5) * 500, country, usual.per)
    return Sum(int(amount * 4) * 25 if happens(rng, 0.6) else int(amount) * 100, country, usual.per)
