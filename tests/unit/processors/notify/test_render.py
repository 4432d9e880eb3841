"""What people read: complete, in their language, and never more than text."""

import re
from html.parser import HTMLParser

import msgspec
import pytest

from processors.notify.render import render
from processors.notify.shown import Glossary
from processors.notify.words import TEMPLATES, languages, words
from schemas.alert import Alert, Assistance, Severity, Subject, Wording
from schemas.score import Contribution
from tests.factories import alert, drift

LINK = "https://search.example/{index}/_doc/{id}"
GLOSSARY = Glossary(labels={"LB-06": "Frais demandés"}, questions={"LB-14": "Quels sont les horaires ?"})


def reason(**changes: object) -> Contribution:
    values = {
        "indicator": "LB-06",
        "label": "Fee demanded",
        "dimension": "deceptive_recruitment",
        "strength": "medium",
        "grade": "E2",
        "weight": 2.0,
    }
    return Contribution(**{**values, **changes})  # type: ignore[arg-type]


def full_alert(**changes: object) -> Alert:
    return alert(
        **{
            "severity": Severity.HIGH,
            "reasons": (reason(note="The ad asks for 300 EUR before the journey."),),
            "against": (reason(indicator="LB-35", label="Employer named", strength="weak", grade="E4"),),
            "unknowns": ("LB-14", "LB-21"),
            "ads": ("ad-old", "ad-new"),
            "sources": ("demo_jobs",),
            "band": "high",
            "run_book": "Read the ad beside its reasons.",
            "assistance": (
                Assistance(
                    country="FR",
                    name="Ligne d’écoute",
                    contact="aide@ecoute.example",
                    source="invented",
                    checked_on="2026-01-15",
                ),
            ),
            "translations": (Wording(language="fr", title="Un titre", sentence="Une phrase.", run_book="À faire."),),
            **changes,
        }
    )


class Page(HTMLParser):
    """The text of a page, its elements and its addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.addresses += [value or "" for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


EXPECTED = {
    "en": [
        "Demo rule", "High priority", "Two ads share one contact.", "Review band", "2026-03-01 12:00 UTC", "demo_jobs",
        "Fee demanded", "LB-06", "medium indicator, weighted by a consensus of experts (E2)",
        "The ad asks for 300 EUR before the journey.", "Employer named", "LB-35", "weak indicator", "LB-14", "LB-21",
        "Read the ad beside its reasons.", "Ligne d’écoute", "aide@ecoute.example", "checked 2026-01-15",
        "First, do no harm", "Do not contact the advertiser", "no statement about a person", "demo_rule",
    ],
    "fr": [
        "Un titre", "Priorité haute", "Une phrase.", "Niveau d’examen", "élevé", "indicateur moyen",
        "pondéré par un consensus d’experts (E2)", "Frais demandés", "Quels sont les horaires ?", "À faire.",
        "D’abord, ne pas nuire", "Il ne dit rien d’une personne", "vérifié le 2026-01-15",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", EXPECTED)
@pytest.mark.parametrize("form", ["text", "html"])
def test_everything_a_reader_needs_is_there(language: str, form: str) -> None:
    message = render(full_alert(), language, LINK, GLOSSARY if language == "fr" else Glossary())
    shown = message.text if form == "text" else Page(message.html).text
    on_one_line = " ".join(shown.split())
    assert [words for words in EXPECTED[language] if words not in on_one_line] == []


def test_links_lead_to_the_alert_and_the_ads_the_newest_first() -> None:
    message = render(full_alert(), "en", LINK)
    expected = [
        f"https://search.example/{place}" for place in ("alerts/_doc/" + full_alert().alert_id, "ads/_doc/ad-new",
                                                        "ads/_doc/ad-old")
    ]  # fmt: skip
    assert Page(message.html).addresses == expected
    assert re.findall(r"https\S+", message.text) == expected


@pytest.mark.parametrize("link", ["", "javascript:alert(1)//{id}", "data:text/html,{id}", "/relative/{id}"])
def test_without_a_web_address_the_numbers_are_shown(link: str) -> None:
    message = render(full_alert(), "en", link)
    assert Page(message.html).addresses == []
    assert "ad-new" in message.text
    assert "ad-new" in message.html


def test_an_unknown_language_is_answered_in_english() -> None:
    assert render(full_alert(), "xx", LINK).subject == render(full_alert(), "en", LINK).subject


def test_nothing_found_is_said_and_not_left_out() -> None:
    message = render(alert(), "en", LINK)
    for sentence in ("That does not prove anything.", "names no service", "speaks about everything"):
        assert sentence in " ".join(message.text.split())
        assert sentence in message.html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><a href='javascript:alert(1)'>",
    "{{ 7 * 7 }} {% raw %} ${7*7} {0.__class__} %s",
    "line\r\nBcc: all@office.example\r\n\r\nbody",
    "\x1b[31mred\x1b[0m \x07\x00 \x9b31m",
    "\u202egnp.exe \u2066 \u200b \u2028 \ud800",
    "]]> <!-- --> &amp; &lt;",
    "x" * 100_000,
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_only_words(hostile: str) -> None:
    """Every string that an alert can hold at once; the page has the same elements as one with harmless words."""
    message = render(hostile_alert(hostile), "en", LINK)
    harmless = render(hostile_alert("harmless"), "en", LINK)
    page = Page(message.html)
    assert page.elements == Page(harmless.html).elements
    assert page.addresses
    assert all(address.startswith("https://search.example/") for address in page.addresses)
    assert "49" not in message.subject + message.text
    assert "\n" not in message.subject
    for text in (message.subject, message.text, message.html):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert len(message.text) < 20_000
    assert len(message.html) < 60_000


def hostile_alert(word: str) -> Alert:
    service = Assistance(country=word, name=word, contact=word, source=word, checked_on=word)
    bad = reason(indicator=word, label=word, strength=word, grade=word, note=word, quotes=(word,))
    return full_alert(
        rule=word, title=word, sentence=word, run_book=word, band=word, key=word, window=word, unknowns=(word,) * 100,
        reasons=(bad,) * 100, against=(bad,), ads=(word,) * 100, sources=(word,) * 100, assistance=(service,),
    )  # fmt: skip


# note of a contribution                            what is shown of it
NOTES = [
    ("Read in the ad: Fee demanded.", None),  # says nothing that the label does not
    ("12 ads share contacts", "12 ads share contacts"),
    ("The ad says both: Fee demanded. Counted weaker.", "The ad says both: Fee demanded. Counted weaker."),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("note", "shown"), NOTES)
def test_a_note_is_shown_when_it_tells_more_than_the_label(note: str, shown: str | None) -> None:
    text = render(alert(reasons=(reason(note=note),)), "en", LINK).text
    assert text.count("Fee demanded") == 1 + (shown or "").count("Fee demanded")
    assert shown is None or shown in text


def test_a_risk_that_speaks_against_it_is_its_opposite() -> None:
    unsaid = alert(against=(reason(note="The ad says the opposite of: Fee demanded."), reason(indicator="LB-35")))
    text = render(unsaid, "en", LINK, Glossary(risks=frozenset({"LB-06"}))).text
    assert text.count("The ad says the opposite: Fee demanded [LB-06]") == 1
    assert "* Fee demanded [LB-35]" in text


def test_quotes_of_an_ad_are_never_shown() -> None:
    message = render(full_alert(reasons=(reason(quotes=("SECRET",)),)), "en", LINK)
    assert "SECRET" not in message.subject + message.text + message.html


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = Page(render(full_alert(), "en", LINK).html)
    assert page.elements.isdisjoint({"img", "link", "script", "iframe", "style", "object", "form"})


def test_lines_of_the_plain_text_are_short_enough() -> None:
    lines = render(full_alert(), "fr", "", GLOSSARY).text.splitlines()
    assert max(map(len, lines)) <= 76


def test_the_json_body_holds_the_whole_alert() -> None:
    body = msgspec.json.decode(render(full_alert(), "en", LINK).body)
    assert msgspec.convert(body["alert"], Alert) == full_alert()
    assert body["text"].startswith("[adwatch] High priority: Demo rule\nTwo ads share one contact.\nhttps://")


def test_every_language_has_words_for_everything() -> None:
    assert set(languages()) >= {"en", "fr"}
    english = words("en")
    for language in languages():
        for name in ("severity", "band", "kinds", "strength", "grade", "headings", "facts"):
            assert set(getattr(words(language), name)) == set(getattr(english, name)), (language, name)


def test_templates_switch_escaping_off_nowhere() -> None:
    templates = list(TEMPLATES.iterdir())
    assert templates
    for path in templates:
        assert not re.search(r"\|\s*safe|autoescape|Markup", path.read_text(encoding="utf-8")), path.name


def source_alert(**changes: object) -> Alert:
    hostile = drift(after="<dl>\n  <dd>\x1b[2Jxxxx</dd>\n</dl>")
    return alert(
        **{"subject": Subject(kind="source", id="demo_jobs"), "drift": (hostile,), "run_book": "Look.", **changes}
    )


@pytest.mark.parametrize("language", languages())
def test_an_alert_about_a_source_shows_what_changed_and_speaks_of_no_person(language: str) -> None:
    message, said = render(source_alert(), language, LINK), words(language)
    for part in (message.text, message.html):
        assert said.before in part
        assert "80% → 30%" in part
        assert said.headings["harm"] not in part
        assert "\x1b" not in part
    assert "    |   <dd> [2Jxxxx</dd>" in message.text
    assert "&lt;dd&gt;" in message.html
