"""What pay is held against: statutory minimum wages and usual wages by country, dated and with their source."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from processors.catalogue.problems import collecting
from processors.catalogue.records import Entry, Source
from processors.yaml_file import FileError, Problem, YamlFile, read_yaml

Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
# A full-time week has 40 hours, a month 52/12 of them: what Eurostat and most laws count with, or close to it.
HOURS = {"hour": 1.0, "day": 8.0, "week": 40.0, "month": 40 * 52 / 12, "year": 40 * 52.0}


class Wage(Entry):
    """A wage of one country."""

    amount: Annotated[float, Field(gt=0)]
    currency: Currency
    per: Literal["hour", "day", "week", "month"]
    since: date
    source: str


class CurrencyInfo(Entry):
    """What a currency is worth, and the country it belongs to, if to one alone."""

    per_euro: Annotated[float, Field(gt=0)]
    country: Country | None = None


class WageFile(Entry):
    """`minimum_wages.yml` and `usual_wages.yml`."""

    wages: dict[Country, Wage]


class CurrencyFile(Entry):
    """`currencies.yml`."""

    currencies: dict[Currency, CurrencyInfo]


class Benchmarks(Entry):
    """The tables, ready to be asked."""

    minimum: dict[str, Wage]
    usual: dict[str, Wage]
    currencies: dict[str, CurrencyInfo]

    def hourly(self, amount: float, currency: str, per: str) -> float | None:
        """An amount as euros an hour of full-time work; None if the currency or the unit says too little."""
        info, hours = self.currencies.get(currency), HOURS.get(per)
        return amount / info.per_euro / hours if info and hours else None

    def hourly_wage(self, wage: Wage | None) -> float | None:
        """A wage of a table as euros an hour."""
        return self.hourly(wage.amount, wage.currency, wage.per) if wage else None


def load_benchmarks(folder: Path, sources: dict[str, Source]) -> Benchmarks:
    """The tables in `folder`. Raises FileError with every problem found."""
    problems: list[Problem] = []
    minimum: dict[str, Wage] = {}
    usual: dict[str, Wage] = {}
    currencies: dict[str, CurrencyInfo] = {}
    with collecting(problems):
        currencies = read_yaml(folder / "currencies.yml").into(CurrencyFile).currencies
    for name, wages in (("minimum_wages", minimum), ("usual_wages", usual)):
        with collecting(problems):
            file = read_yaml(folder / f"{name}.yml")
            wages |= file.into(WageFile).wages
            problems += _unknown(file, wages, sources, currencies)
    if problems:
        raise FileError(problems)
    return Benchmarks(minimum=minimum, usual=usual, currencies=currencies)


def _unknown(
    file: YamlFile, wages: dict[str, Wage], sources: dict[str, Source], currencies: dict[str, CurrencyInfo]
) -> list[Problem]:
    problems = []
    for country, wage in wages.items():
        if wage.source not in sources:
            problems.append(file.problem(("wages", country, "source"), f"`{wage.source}` is not in sources.yml"))
        if currencies and wage.currency not in currencies:
            problems.append(file.problem(("wages", country, "currency"), f"`{wage.currency}` is not in currencies.yml"))
    return problems
