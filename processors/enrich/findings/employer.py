"""Who offers the job, and how one reaches them."""

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


def employer_unnamed(view: View) -> Evidence | None:
    """No company in the fields, no organisation in the text. A named one is the opposite."""
    fields = view.reading.ad.fields
    if any(value.strip() for name, value in fields.items() if name.lower() in COMPANY_FIELDS):
        return Evidence(State.ABSENT, note="A field of the ad names the employer.")
    named = [m for m in view.reading.mentions if m.kind is MentionKind.ORGANISATION]
    spans = tuple((mention.start, mention.end) for mention in named) or view.present("company_marks")
    if spans:
        return Evidence(State.ABSENT, spans, note="The text names the employer.")
    return Evidence(State.PRESENT, note="Neither fields nor text name an employer.")


def personal_contact_only(view: View) -> Evidence | None:
    """Contacts, but only messengers and free e-mail addresses, alone or beside a phone."""
    mentions = view.reading.mentions
    if any(m.kind is MentionKind.URL and not _network(m.value) for m in mentions):
        return None
    contacts = [mention for mention in mentions if mention.kind in CONTACT_KINDS]
    personal = [mention for mention in contacts if _personal(mention)]
    spans = tuple((mention.start, mention.end) for mention in personal) + view.present("messenger_only")
    if not spans or any(m.kind is MentionKind.EMAIL and not _personal(m) for m in contacts):
        return None
    return Evidence(State.PRESENT, spans)


def _personal(mention: Mention) -> bool:
    if mention.kind is MentionKind.EMAIL:
        return mention.value.rpartition("@")[2] in FREE_MAIL
    return mention.kind is MentionKind.HANDLE and mention.value.partition(":")[0] in MESSENGERS


def _network(address: str) -> bool:
    """Does a web address lead to a messenger rather than to a site of the employer's own?"""
    return any(
        part in address.lower() for part in ("t.me/", "wa.me/", "whatsapp.", "viber.", "facebook.", "instagram.")
    )
