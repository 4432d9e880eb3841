"""Findings: what an ad says, denies or both; where it says so; and what is left out."""

import pytest

from processors.enrich.findings import build_detector
from processors.enrich.findings.evidence import MAX_SPANS
from schemas.base import SourceFamily
from schemas.finding import Finding, State
from tests.readings import catalogue, detector, reading

PRESENT, ABSENT, BOTH = State.PRESENT, State.ABSENT, State.CONTRADICTED
SERVICE = SourceFamily.ADULT_SERVICES
COMPANION = "Companion, outcall. "


def found(text: str, language: str = "en", **changes: object) -> dict[str, Finding]:
    return {one.indicator: one for one in detector()(reading(text, language, **changes))}


# fmt: off
AROUND = [
    # said
    ("Pickers wanted. We keep your passport in the office.", "LB-13", PRESENT),
    ("Pickers wanted. A registration fee of 300 EUR is due.", "LB-06", PRESENT),
    ("Packers, 12 hours a day.", "LB-14", PRESENT),
    # denied
    ("Pickers wanted. No registration fee.", "LB-06", ABSENT),
    ("Pickers wanted. There is no visa fee, agency fee or training fee.", "LB-06", ABSENT),
    ("Pickers wanted. We do not under any circumstances keep passports.", "LB-13", ABSENT),
    ("Pickers wanted. Passports are never kept by us.", "LB-13", ABSENT),
    ("Pickers wanted. Rent is not deducted from your wages.", "LB-09", ABSENT),
    ("Pickers wanted. The agency fee is not required.", "LB-06", ABSENT),
    ("Pickers wanted. The employer covers all visa fees.", "LB-06", ABSENT),
    # said and denied
    ("No registration fee. You pay a visa fee of 90 EUR when you arrive.", "LB-06", BOTH),
    # a negation that reaches too far would deny these
    ("No experience needed, registration fee 200 EUR.", "LB-06", PRESENT),
    ("No problem with papers. We keep your passport.", "LB-13", PRESENT),
    ("We do not rush you but we keep your passport.", "LB-13", PRESENT),
    ("Not only a registration fee, also a deposit.", "LB-06", PRESENT),
    # a negation between the words of a term ends with a comma
    ("The money is not for me, transfer it to a friend.", "FI-02", PRESENT),
    # what takes a meaning away, and is denied itself
    ("Volunteer in an orphanage, a police check is required.", "ST-02", None),
    ("Volunteer in an orphanage, no police check.", "ST-02", PRESENT),
    ("Nobody works in our orphanage without a police check.", "ST-02", None),
    # what other people do, what is quoted, what is warned of
    ("Pickers wanted. If anyone asks you for a registration fee, report it.", "LB-06", None),
    ("Pickers wanted. Beware of agencies that keep your passport.", "LB-13", None),
    ('Pickers wanted. Fraudsters write "send a registration fee first".', "LB-06", None),
    ("Pickers wanted. Asking for an agency fee is illegal.", "LB-06", None),
    # across the end of a sentence words do not belong together
    ("Pickers wanted. We keep bees. Passport needed.", "LB-13", None),
    ("Pickers wanted.\nWe keep\nyour passport number safe? No.", "LB-13", None),
]
# fmt: on


@pytest.mark.parametrize(("text", "indicator", "state"), AROUND)
def test_the_words_around_a_term_decide_what_it_means(text: str, indicator: str, state: State | None) -> None:
    finding = found(text).get(indicator)
    assert (finding.state if finding else None) == state


def test_who_quotes_a_whole_ad_is_not_quoting() -> None:
    padding = "The farm is near the sea and the pay is on Fridays and the team is kind and old and young people work "
    assert "LB-13" in found(f'Pickers wanted. "{padding} and we keep your passport in the office"')


# fmt: off
LANGUAGES = [
    ("fr", "Ouvriers recherchés. Nous gardons votre passeport.", "LB-13", PRESENT),
    ("fr", "Ouvriers recherchés. Nous ne gardons jamais votre passeport.", "LB-13", ABSENT),
    # half a negation, between the words of a term
    ("fr", "Ouvriers recherchés. Votre passeport, le patron ne le garde pas.", "LB-13", ABSENT),
    ("fr", "Ouvriers recherchés. Qui part plus tôt ne rembourse rien.", "LB-22", ABSENT),
    ("fr", "Ouvriers recherchés. Le village est à trente kilomètres et il n'y a aucun bus.", "LB-21", PRESENT),
    # a comma tears a negation from what it would deny
    ("fr", "Ouvriers recherchés. Pas de secret, parlez-en à votre famille.", "LB-19", ABSENT),
    ("ro", "Căutăm muncitori. Nu e niciun secret, vorbiți cu familia.", "LB-19", ABSENT),
    ("ar", "مطلوب عمال. لا سر في الأمر، تحدثي مع أهلك.", "LB-19", ABSENT),
    ("ar", "مطلوب عمال. لا تخبر أهلك.", "LB-19", PRESENT),
    ("fr", "Ouvriers recherches. Frais de dossier a payer, horaires 12 heures par jour.", "LB-14", PRESENT),
    ("fr", "Ouvriers recherchés. L'employeur paie tous les frais de visa.", "LB-06", ABSENT),
    ("fr", "Si on vous demande des frais de dossier, signalez-le.", "LB-06", None),
    ("es", "Se buscan peones. Guardamos tu pasaporte.", "LB-13", PRESENT),
    ("es", "Se buscan peones. Nunca guardamos pasaportes.", "LB-13", ABSENT),
    ("es", "Se buscan peones. Aquí nadie le cobra un peso a quien trabaja.", "LB-06", ABSENT),
    ("pt", "Procuram-se operários. O patrão guarda o passaporte até ao fim.", "LB-13", PRESENT),
    ("pt", "Procuram-se operários. O passaporte anda consigo.", "LB-13", ABSENT),
    ("ru", "Требуются рабочие. Паспорт хранится у нас.", "LB-13", PRESENT),
    ("ru", "Требуются рабочие. Мы никогда не забираем паспорта.", "LB-13", ABSENT),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "indicator", "state"), LANGUAGES)
def test_guards_hold_in_each_language(language: str, text: str, indicator: str, state: State | None) -> None:
    finding = found(text, language).get(indicator)
    assert (finding.state if finding else None) == state


# fmt: off
KINDS = [
    (SourceFamily.JOB_BOARD,   "Two ladies available, professional, every day of the week.", {"job"}),
    (SERVICE,                  COMPANION + "Professional and discreet.",                    {"service"}),
    (SERVICE,                  "We are hiring dancers, good salary, join our team.",        {"job"}),
    (SourceFamily.CLASSIFIEDS, "Cleaner wanted, full-time position, from the first of May.", {"job"}),
    (SourceFamily.CLASSIFIEDS, COMPANION + "Professional and discreet.",                    {"service"}),
    (SourceFamily.CLASSIFIEDS, "Old sofa, professional cleaning done.",                     set()),
    (SourceFamily.CLASSIFIEDS, "12 hours a day, food and lodging are deducted from the wages.", {"job"}),
    (SourceFamily.SOCIAL,      "I am looking for work as a cleaner, live in, no contract.", set()),
    (SourceFamily.JOB_BOARD,   "I am looking for a job, no experience.",                    set()),
]
# fmt: on


@pytest.mark.parametrize(("family", "text", "expected"), KINDS)
def test_indicators_are_looked_for_in_their_own_kind_of_ad(family: SourceFamily, text: str, expected: set[str]) -> None:
    indicators = [catalogue().indicators[one] for one in found(text, source_family=family)]
    assert {kind.value for one in indicators for kind in one.ads} == expected


# fmt: off
PHONES = [
    (COMPANION + "Call zero seven seven zero zero nine zero zero one two three", True),
    (COMPANION + "Call +44 7700 900123",                                         False),
]
# fmt: on


@pytest.mark.parametrize(("text", "present"), PHONES)
def test_a_disguised_phone_is_a_finding_of_service_ads(text: str, present: bool) -> None:
    assert ("SX-05" in found(text, source_family=SERVICE, country_hint="GB")) is present
    assert "SX-05" not in found(text, source_family=SourceFamily.JOB_BOARD, country_hint="GB")


def test_letters_that_are_hidden_from_machines_are_a_finding_anywhere() -> None:
    assert "NW-09" in found("Pickers w\u200banted on a f\u200barm with go\u200bod pay")
    assert "NW-09" not in found("Pickers w\u200banted on a farm")


# fmt: off
EMPLOYERS = [
    ({},                                  "Pickers wanted, good pay, from the first of May.",    PRESENT),
    ({"company": "Verger Fictif"},        "Pickers wanted, good pay, from the first of May.",    ABSENT),
    ({"company": " "},                    "Pickers wanted, good pay, from the first of May.",    PRESENT),
    ({},                                  "Fictional Orchards Ltd: pickers wanted.",             ABSENT),
    ({},                                  "The agency Silver Fern Staffing looks for pickers.",  ABSENT),
    ({},                                  "The agency Nguyen Thi Lan looks for pickers.",        PRESENT),
    ({},                                  "An agency looks for pickers. Ask for Anna.",          PRESENT),
]
# fmt: on


@pytest.mark.parametrize(("fields", "text", "state"), EMPLOYERS)
def test_an_employer_is_named_or_not(fields: dict[str, str], text: str, state: State) -> None:
    assert found(text, fields=fields)["LB-04"].state is state


# Free mail is what is tested, so its domain is a real provider's; the mailbox is invented.
# fmt: off
CONTACTS = [
    ("Pickers wanted. Write to nobody-at-all-0123@gmail.com",                    True),
    ("Pickers wanted. Contact only via Telegram.",                               True),
    ("Pickers wanted. Write to jobs@orchard.example",                            False),
    ("Pickers wanted. WhatsApp only, or jobs@orchard.example",                   False),
    ("Pickers wanted. Call +44 20 7946 0123",                                    False),
    ("Pickers wanted.",                                                          False),
]
# fmt: on


@pytest.mark.parametrize(("text", "present"), CONTACTS)
def test_contact_by_personal_means_only(text: str, present: bool) -> None:
    assert ("LB-05" in found(text)) is present


# fmt: off
TOGETHER = [
    ("Customer service agents wanted overseas, high salary, Telegram only.",      "LB-24", True),
    ("Customer service agents wanted, flight and visa paid, contact only via Telegram.", "LB-24", True),
    ("Data entry job in Sihanoukville, high salary.",                             "LB-24", True),
    ("Customer service agents wanted in Leeds, pay by collective agreement.",     "LB-24", False),
    ("Strawberry pickers wanted, high salary, Telegram only.",                    "LB-24", False),
    ("Dancers wanted for a club abroad, we pay your flight.",                     "SX-24", True),
    ("Dancers wanted for a club in town.",                                        "SX-24", False),
]
# fmt: on


@pytest.mark.parametrize(("text", "indicator", "present"), TOGETHER)
def test_several_signs_together(text: str, indicator: str, present: bool) -> None:
    assert (indicator in found(text)) is present


def test_quotes_come_without_contacts_and_spans_point_into_the_original() -> None:
    text = "Pickers w\u200banted. Send a c\u200bopy of your passport to jobs@orchard.example with your passport."
    read = reading(text)
    finding = {one.indicator: one for one in detector()(read)}["LB-13"]
    assert "c\u200bopy of your passport" in read.ad.text[finding.spans[0].start : finding.spans[0].end]
    assert all("orchard" not in span.quote for span in finding.spans)


def test_a_mask_stands_where_a_contact_was() -> None:
    [span] = found("Pickers wanted. Keep jobs@orchard.example your passport.")["LB-13"].spans
    assert "orchard" not in span.quote
    assert "[email-" in span.quote


def test_findings_say_what_saw_them_in_a_neutral_sentence() -> None:
    finding = found("Pickers wanted. We keep your passport.")["LB-13"]
    assert finding.detector == "lexicon:documents_kept"
    assert finding.note == "Read in the ad: Identity documents asked for or kept."


def test_findings_come_in_the_order_of_the_catalogue_and_are_bounded() -> None:
    ids = list(found("We keep your passport. " * 50 + "12 hours a day. No contract, cash in hand. Start immediately."))
    order = list(catalogue().indicators)
    assert ids == sorted(ids, key=order.index)
    assert len(found("We keep your passport. " * 50)["LB-13"].spans) == MAX_SPANS


def test_without_word_lists_only_what_needs_no_words_is_found() -> None:
    text = "Comp\u200banion w\u200bo\u200brd. We keep your passport. Zero seven seven zero zero nine zero one two"
    ids = {one.indicator for one in detector()(reading(text, "cy", supported=False, source_family=SERVICE))}
    assert ids <= {"SX-05", "SX-10", "NW-09"}
    assert "NW-09" in ids


ODD = ["", "   ", "\n\n", "\u200b" * 30, '"' * 99, "fee " * 3000, "no " * 3000, "fee .. fee", "\ud800 fee"]


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_accepted(text: str) -> None:
    found(text)


def test_an_unknown_reader_is_a_clear_error() -> None:
    import dataclasses

    indicators = dict(catalogue().indicators)
    wrong = indicators["LB-04"].signal.model_copy(update={"reader": "palmistry"})
    indicators["LB-04"] = indicators["LB-04"].model_copy(update={"signal": wrong})
    with pytest.raises(ValueError, match="LB-04: no reader `palmistry`; there are: "):
        build_detector(dataclasses.replace(catalogue(), indicators=indicators))
