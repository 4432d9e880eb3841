"""Who offers the job, and how one reaches them."""

import re

from processors.enrich.findings.view import Evidence, View
from schemas.finding import State
from schemas.mention import CONTACT_KINDS, Mention, MentionKind

COMPANY_FIELDS = frozenset({"company", "employer", "organisation", "organization", "hiringorganization", "agency"})
MESSENGERS = frozenset({
    "telegram", "whatsapp", "viber", "signal", "wechat", "line", "imo", "kakaotalk", "zalo", "messenger", "facebook",
    "instagram", "snapchat", "vk",
})  # fmt: skip
FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.fr", "yahoo.es", "hotmail.com", "hotmail.fr", "outlook.com",
    "live.com", "aol.com", "gmx.com", "gmx.net", "proton.me", "protonmail.com", "icloud.com", "mail.com", "mail.ru",
    "bk.ru", "list.ru", "inbox.ru", "yandex.ru", "yandex.com", "ukr.net", "orange.fr", "laposte.net", "free.fr",
    "wanadoo.fr", "sfr.fr", "qq.com", "163.com", "tutanota.com", "zoho.com",
})  # fmt: skip
# Where numbers tell mobile phones from fixed lines: the country's code, and how its mobile numbers go on.
MOBILE = re.compile(
    r"\+(?:20[1]|212[67]|213[567]|216[259]|33[67]|34[67]|3519|373[67]|380(?:39|50|6[3678]|73|9)|407|447|79|961[37]|"
    r"9627|9665|9715)"
)
FIXED = re.compile(
    r"\+(?:20[2-9]|2125|213[1-4]|33[1-59]|34[89]|3512|380(?:3[1-8]|4|5[1-7]|6[1245])|40[23]|44[12]|7[348]|962[2-6])"
)
SAME_SENTENCE = re.compile(r"[^.!?\n]{0,40}")  # "WhatsApp only, or jobs@...": the ad takes others as well


def employer_unnamed(view: View) -> Evidence | None:
    """No company in the fields, no organisation in the text. A named one is the opposite."""
    fields = view.reading.ad.fields
    if any(value.strip() for name, value in fields.items() if name.lower() in COMPANY_FIELDS):
        return Evidence(State.ABSENT, note="A field of the ad names the employer.")
    named = tuple([(mention.start, mention.end) for mention in view.of(MentionKind.ORGANISATION)])
    spans = named or view.present("company_marks")
    if spans:
        return Evidence(State.ABSENT, spans, note="The text names the employer.")
    return Evidence(State.PRESENT, note="Neither fields nor text name an employer.")


def personal_contact_only(view: View) -> Evidence | None:
    """Contacts, but only messengers, mobile phones and free e-mail addresses; or the ad says that it takes no others.

    Numbers of countries that do not tell mobile phones from fixed lines count for neither.
    """
    contacts = [m for m in view.reading.mentions if m.kind in CONTACT_KINDS or m.kind is MentionKind.URL]
    of_a_firm = [mention for mention in contacts if _of_a_firm(mention)]
    said = view.present("messenger_only")
    text = view.reading.normal.original
    if said and not any(SAME_SENTENCE.fullmatch(text, end, m.start) for _, end in said for m in of_a_firm):
        return Evidence(State.PRESENT, said)
    personal = [mention for mention in contacts if _personal(mention)]
    if not personal or of_a_firm:
        return None
    return Evidence(State.PRESENT, tuple((mention.start, mention.end) for mention in personal))


def _personal(mention: Mention) -> bool:
    if mention.kind is MentionKind.EMAIL:
        return mention.value.rpartition("@")[2] in FREE_MAIL
    if mention.kind is MentionKind.PHONE:
        return MOBILE.match(mention.value) is not None
    return mention.kind is MentionKind.HANDLE and mention.value.partition(":")[0] in MESSENGERS


def _of_a_firm(mention: Mention) -> bool:
    """An address on the web or by e-mail that is the employer's own, or a fixed line."""
    if mention.kind is MentionKind.PHONE:
        return FIXED.match(mention.value) is not None
    if mention.kind is MentionKind.URL:
        return not _network(mention.value)
    return mention.kind is MentionKind.EMAIL and not _personal(mention)


def _network(address: str) -> bool:
    """Does a web address lead to a messenger rather than to a site of the employer's own?"""
    return any(
        part in address.lower() for part in ("t.me/", "wa.me/", "whatsapp.", "viber.", "facebook.", "instagram.")
    )
