"""What kind of ad it is: what is said outright, then hints."""

import pytest

from processors.catalogue.records import AdKind
from processors.enrich.findings.words import Words
from schemas.base import SourceFamily
from tests.readings import catalogue, reading

WORDS = Words(catalogue())

KINDS = [
    ("en", "Couriers, bike or van, York. Load at the depot.", AdKind.JOB),
    ("en", "Company for dinner, York. Theatre or a walk along the river.", AdKind.SERVICE),
    ("en", "Man, divorced, house with a garden.", AdKind.OTHER),
    ("en", "Two kittens, both vaccinated.", AdKind.OTHER),
    ("es", "Mensajeros, bici o camioneta, Sevilla.", AdKind.JOB),
    ("pt", "Companhia para jantar, Porto.", AdKind.SERVICE),
    # hints outvote nothing that is said outright
    ("en", "Massage by a masseuse. The canteen and the foreman are next door.", AdKind.SERVICE),
    ("en", "Guest house, divorced owner: staff wanted, we are hiring.", AdKind.JOB),
    # nor what makes an ad one that may employ minors
    ("en", "Guest house. From 14 years, on the construction site.", AdKind.JOB),
]


@pytest.mark.parametrize(("language", "text", "kind"), KINDS)
def test_an_ad_is_of_the_kind_that_its_words_say(language: str, text: str, kind: AdKind) -> None:
    assert WORDS.view(reading(text, language, source_family=SourceFamily.CLASSIFIEDS)).kind is kind
