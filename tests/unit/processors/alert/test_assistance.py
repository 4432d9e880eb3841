"""Which services an alert names."""

from datetime import date
from pathlib import Path

import pytest

from processors.alert.assistance import Directory, Service, countries_of, load_assistance
from processors.yaml_file import FileError
from schemas.ad import TextFacts
from schemas.mention import Contact, Mention, MentionKind
from tests.factories import scored_ad


def service(country: str, *languages: str, name: str = "helpline") -> Service:
    return Service(
        country=country,
        languages=languages or ("en",),
        name=f"{country} {name}",
        contact="help@helpline.example",
        source="invented",
        checked_on=date(2026, 1, 15),
    )


DIRECTORY = Directory(
    (service("FR", "fr"), service("GB"), service("*", "fr", name="in French"), service("*", "en", name="in English"))
)

# places, regions of contacts, language -> services
CASES = [
    (["FR"], [], "fr", ["FR helpline", "* in French", "* in English"]),
    ([], ["GB"], "en", ["GB helpline", "* in English", "* in French"]),
    (["FR"], ["GB"], "en", ["FR helpline", "GB helpline", "* in English", "* in French"]),
    (["FR", "FR"], ["FR"], "fr", ["FR helpline", "* in French", "* in English"]),
    (["ES"], [], "es", ["* in French", "* in English"]),
    ([], [], None, ["* in French", "* in English"]),
]


@pytest.mark.parametrize(("places", "regions", "language", "expected"), CASES)
def test_services_by_place_contact_and_language(
    places: list[str], regions: list[str], language: str | None, expected: list[str]
) -> None:
    ad = scored_ad(
        mentions=tuple(
            Mention(kind=MentionKind.PLACE, value="p", start=0, end=1, surface="p", detector="d", region=region)
            for region in places
        ),
        contacts=tuple(Contact(kind=MentionKind.PHONE, token=region, region=region) for region in regions),
        facts=TextFacts(language=language),
    )
    assert [found.name for found in DIRECTORY.services_for(countries_of(ad), language)] == expected


def test_at_most_four() -> None:
    many = Directory(tuple(service("FR", name=f"number {number}") for number in range(9)))
    assert len(many.services_for(("FR",), "fr")) == 4


def test_a_deployment_without_services_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="every alert must say where help is"):
        load_assistance(tmp_path)


def test_an_error_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "fr.yml").write_text("notice: n\nservices:\n  - country: France\n    languages: [fr]\n")
    with pytest.raises(FileError, match=r"fr\.yml:3: services\.0\.country"):
        load_assistance(tmp_path)
