"""Documents: nothing an ad has is lost on the way, and nothing in them is without a place in the mapping."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from processors.fold import fold
from processors.index.capabilities import Capabilities
from processors.index.convert import to_alert_document, to_crawl_document, to_document
from processors.index.document import AlertCorrected
from processors.index.mapping import MappingError, mapping
from processors.index.names import INDICES
from schemas.ad import ScoredAd
from schemas.alert import Alert, Correction
from schemas.codec import encode
from schemas.events import CrawlReport
from schemas.mention import Mention, MentionKind, Price
from schemas.score import Band, Score
from tests import factories
from tests.filler import filled

BARE = Capabilities(version="8.19.21")
FULL = Capabilities(version="8.19.21", folding=True, languages={"en": "english", "fr": "french"})

# What a document leaves out, and why.
LEFT_OUT = {
    "mentions.start": "points into the original text, which is not here",
    "mentions.end": "likewise",
    "mentions.surface": "a slice of the original text",
    "mentions.detector": "for developers",
    "mentions.confidence": "for developers",
    "mentions.token": "mentions of a linked ad identify nobody, so they have none",
    "mentions.price.amount": "a price goes to prices, but not when its amount is no number, as here",
    "mentions.price.currency": "likewise",
    "mentions.price.per": "likewise",
    "catalogue_version": "the score's is taken, which is the later one",
}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """(path, value) of everything in JSON-like data; items of lists have the path of the list."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item, path)
    else:
        yield path, value


def strings(value: Any) -> set[str]:
    return {str(leaf) for _, leaf in leaves(value)}


def plain(record: msgspec.Struct) -> Any:
    return msgspec.to_builtins(record)


def mentioning(*mentions: Mention) -> ScoredAd:
    return factories.scored_ad(mentions=mentions)


def mention(kind: MentionKind, value: str, **more: Any) -> Mention:
    return Mention(kind=kind, value=value, start=0, end=1, surface="x", detector="test", **more)


@pytest.mark.parametrize("able", [BARE, FULL], ids=["bare", "full"])
@pytest.mark.parametrize("index", INDICES, ids=lambda index: index.kind)
def test_every_leaf_of_a_document_has_its_place_in_the_mapping(index: Any, able: Capabilities) -> None:
    def place(properties: dict[str, Any], path: str) -> dict[str, Any]:
        head, _, rest = path.partition(".")
        found: dict[str, Any] = properties[head]
        whole = found.get("type") in ("flattened", "geo_point") or found.get("enabled") is False
        return found if whole or not rest else place(found["properties"], rest)

    properties: Any = mapping(index.document, able)["properties"]
    document = plain(filled(index.document))
    assert {path for path, _ in leaves(document) if "type" not in place(properties, path)} == set()


def test_a_field_without_a_rule_is_an_error_that_names_it() -> None:
    class New(msgspec.Struct):
        ad_id: str
        colour: str

    with pytest.raises(MappingError, match=r"New\.colour has no rule"):
        mapping(New, BARE)


@pytest.mark.parametrize("index", INDICES, ids=lambda index: index.kind)
def test_an_unknown_field_is_refused_by_the_server_not_guessed(index: Any) -> None:
    assert mapping(index.document, BARE)["dynamic"] == "strict"


def test_only_a_full_server_gets_word_forms_and_folding() -> None:
    bare, full = (mapping(INDICES[0].document, able)["properties"] for able in (BARE, FULL))
    assert (bare["body"], bare["search_text"]) == ({"type": "text"}, {"type": "text"})  # type: ignore[index]
    assert full["body"]["fields"]["fr"] == {"type": "text", "analyzer": "french"}  # type: ignore[index]
    assert full["search_text"]["analyzer"] == "folded"  # type: ignore[index]


def test_everything_an_ad_has_is_in_its_document() -> None:
    ad = filled(ScoredAd)
    in_document = strings(plain(to_document(ad)))
    lost = {path for path, value in leaves(plain(ad)) if str(value) not in in_document}
    assert lost == set(LEFT_OUT)


def test_everything_an_alert_has_is_in_its_document() -> None:
    alert = filled(Alert)
    assert strings(plain(alert)) <= strings(plain(to_alert_document(alert)))


def test_everything_a_crawl_report_has_is_in_its_document_with_its_figures() -> None:
    report = filled(CrawlReport)
    assert strings(plain(report)) <= strings(plain(to_crawl_document(report)))
    document = to_crawl_document(
        factories.crawl_report(acknowledged=7, outbox=2, lost=1, dropped={"no_key": 1, "no_text": 2})
    )
    assert (document.seconds, document.undelivered, document.dropped_ads) == (120.0, 3, 3)
    assert (document.least_coverage, document.drifted) == (0.8, ())


PRICES = {
    "150": [150.0],
    "12.50": [12.5],
    "1e400": [],
    "NaN": [],
    "-inf": [],
    "on request": [],
    "": [],
}


@pytest.mark.parametrize("amount", PRICES)
def test_a_price_is_a_number_or_left_out(amount: str) -> None:
    ad = mentioning(mention(MentionKind.PRICE, amount, price=Price(amount=amount, currency="EUR", per="hour")))
    assert [(price.amount, price.currency, price.per) for price in to_document(ad).prices] == [
        (number, "EUR", "hour") for number in PRICES[amount]
    ]


@pytest.mark.parametrize(
    ("value", "ages"), [("19", (19,)), ("٢١", (21,)), ("151", ()), ("9" * 60, ()), ("-3", ()), ("x", ())]
)
def test_an_age_is_a_number_or_left_out(value: str, ages: tuple[int, ...]) -> None:
    assert to_document(mentioning(mention(MentionKind.AGE, value))).ages == ages


def test_other_mentions_are_details_and_places() -> None:
    document = to_document(
        mentioning(mention(MentionKind.PLACE, "Lyon", region="FR"), mention(MentionKind.DURATION, "3 months"))
    )
    assert document.places == ("Lyon",)
    assert [(each.kind, each.value) for each in document.details] == [(MentionKind.DURATION, "3 months")]


def test_bands_sort_from_unscored_to_high() -> None:
    ranks = [to_document(factories.scored_ad(score=Score(band=band))).band_rank for band in Band]
    assert ranks == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Été à LYON", "ete a lyon"),
        ("plain", "plain"),
        ("STRAẞE", "strasse"),
        ("e\u0301te", "ete"),
        ("ﬁne", "fine"),
        ("русский", "русский"),  # й without its mark is another letter
        ("Ελλάδα", "ελλάδα"),
    ],
)
def test_folding_takes_accents_off_latin_letters_only(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_later_correction_replaces_all_of_an_earlier_one() -> None:
    """A change of a document is merged into it, so what the later one does not have must be said to be empty."""
    later = AlertCorrected(correction=Correction(id="c", outcome="withdrawn", reason="hub", at=factories.NOON))
    assert set(json.loads(encode(later))["correction"]) == set(Correction.__struct_fields__)
