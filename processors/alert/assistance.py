"""Where a person who may be in need can get help, from the deployment's own tables in `catalogue/assistance/`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import Field

from processors.alert.condition import Strict
from processors.yaml_file import FileError, read_yaml
from schemas.ad import ScoredAd
from schemas.alert import Assistance
from schemas.mention import MentionKind

EVERYWHERE = "*"
MOST = 4  # in one alert: who reads twenty numbers calls none


class Service(Strict):
    """One service, as its table says it."""

    country: str = Field(pattern=r"^([A-Z]{2}|\*)$")  # ISO 3166 alpha-2; * for everywhere
    languages: tuple[str, ...] = Field(min_length=1)  # ISO 639-1, that one can speak there
    name: str = Field(min_length=3, max_length=200)
    contact: str = Field(min_length=3, max_length=200)
    source: str = Field(min_length=3, max_length=300)  # who says so
    checked_on: date  # when somebody last tried it


class Table(Strict):
    """One file."""

    notice: str
    services: tuple[Service, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Directory:
    """All services of all tables."""

    services: tuple[Service, ...] = ()

    def services_for(self, countries: Iterable[str], language: str | None) -> tuple[Assistance, ...]:
        """At most MOST services: of the countries an ad names, then everywhere.

        Within a country, those where the ad's language is spoken come first: its reader may need one.
        """
        found = dict.fromkeys(self._in_order(countries, language))
        return tuple(_assistance(service) for service in list(found)[:MOST])

    def _in_order(self, countries: Iterable[str], language: str | None) -> Iterator[Service]:
        for country in (*countries, EVERYWHERE):
            there = [service for service in self.services if service.country == country]
            yield from sorted(there, key=lambda service: language not in service.languages)


def load_assistance(folder: Path) -> Directory:
    """The services of all tables in a folder. Raises FileError when there is none or one is wrong."""
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise FileError.at(folder, "no table of services (*.yml): every alert must say where help is")
    return Directory(tuple(service for path in paths for service in read_yaml(path).into(Table).services))


def countries_of(ad: ScoredAd) -> tuple[str, ...]:
    """The countries an ad names, then those of its contacts."""
    places = [mention.region for mention in ad.mentions if mention.kind is MentionKind.PLACE and mention.region]
    contacts = [contact.region for contact in ad.contacts if contact.region]
    return tuple(dict.fromkeys(places + contacts))


def _assistance(service: Service) -> Assistance:
    return Assistance(
        country=service.country,
        name=service.name,
        contact=service.contact,
        source=service.source,
        checked_on=service.checked_on.isoformat(),
    )
