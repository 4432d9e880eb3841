"""The door to clear text and to tokens: who asks, what for, how often. The log has it before anything is shown."""

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from adwatch import audit
from adwatch.contacts import contacts_in
from adwatch.errors import KnownError
from adwatch.people import Person
from processors.settings import ProcessorSettings

OPEN, ASK, AGREE, OPEN_MANY, LOOKUP = "vault.open", "vault.ask", "vault.agree", "vault.open_many", "lookup"
REPAIR = "repair"  # the purpose of looking at a record that a stage refused
REFUSED = 4  # exit code of what is not allowed, now or ever
_REASON = (10, 500)  # characters
_ID = re.compile(r"[0-9a-f]{24}|[a-z]{1,20}-[0-9a-z]{20}")  # of an ad; a token

Lines = Iterable[audit.Line]


def note_opening(settings: ProcessorSettings, who: Person, subject: str, purpose: str, reason: str) -> None:
    """Put one opening on record. Raises KnownError, and nothing may be shown, when it is not allowed."""
    limit = settings.vault.openings_per_hour
    _note(settings, who, OPEN, subject, purpose, reason, _at_most(limit, OPEN, who))


def note_repair(settings: ProcessorSettings, who: Person, letter_id: str, reason: str) -> None:
    """Put on record that a refused record is looked at, which counts as an opening. Raises KnownError as above."""
    facts = {"purpose": REPAIR, "reason": checked_reason(reason)}
    allowed = _at_most(settings.vault.openings_per_hour, OPEN, who)
    audit.append(settings.home, OPEN, letter_id, who.name, who.login, facts, allowed)


def note_lookup(settings: ProcessorSettings, who: Person, token: str, purpose: str, reason: str) -> None:
    """Put one lookup on record, by the token: the contact itself is in no log."""
    limit = settings.vault.lookups_per_hour
    _note(settings, who, LOOKUP, token, purpose, reason, _at_most(limit, LOOKUP, who))


def ask(settings: ProcessorSettings, who: Person, ids: Sequence[str], purpose: str, reason: str) -> str:
    """The first of two persons asks to open several items; returns the request's id. Raises KnownError."""
    wanted = list(dict.fromkeys(map(known_id, ids)))
    if not 2 <= len(wanted) <= settings.vault.at_once:
        raise KnownError(f"a request is for 2 to {settings.vault.at_once} items; one alone needs none")
    request = f"vr-{secrets.token_hex(6)}"
    _note(settings, who, ASK, request, purpose, reason, None, items=" ".join(wanted))
    return request


def agree(settings: ProcessorSettings, who: Person, request: str, reason: str) -> None:
    """The second person agrees. Raises KnownError when it is the first one again, or too late."""

    def allowed(lines: Lines) -> None:
        asked = _asked(settings, lines, request)
        if _same(asked, who):
            raise KnownError("two persons decide: you asked for it, so somebody else has to agree", REFUSED)

    checked = checked_reason(reason)
    audit.append(settings.home, AGREE, request, who.name, who.login, {"reason": checked}, allowed)


def note_opening_of_many(settings: ProcessorSettings, who: Person, request: str) -> tuple[str, ...]:
    """Put the opening of a request on record, and return what it is for. Raises KnownError unless two persons decided,
    it is one of them, and it is the first time."""
    items: list[str] = []

    def allowed(lines: Lines) -> None:
        known = [line for line in lines if line.subject == request]
        asked = _asked(settings, known, request)
        agreed = [line for line in known if line.action == AGREE]
        if not agreed:
            raise KnownError("nobody has agreed yet: another person runs adwatch vault agree", REFUSED)
        if not any(_same(line, who) for line in (asked, *agreed)):
            raise KnownError("only one of the two persons who decided may open it", REFUSED)
        if any(line.action == OPEN_MANY for line in known):
            raise KnownError("this request was opened before; ask anew", REFUSED)
        items.extend(asked.details["items"].split())

    audit.append(settings.home, OPEN_MANY, request, who.name, who.login, {}, allowed)
    return tuple(items)


def known_id(text: str) -> str:
    """An id of an ad or a token. Raises KnownError for anything else, which is not repeated: it may be a contact."""
    if not _ID.fullmatch(text):
        raise KnownError("expected the id of an ad, or a token such as phone-0123456789abcdef0123")
    return text


def _note(
    settings: ProcessorSettings,
    who: Person,
    action: str,
    subject: str,
    purpose: str,
    reason: str,
    allowed: Callable[[Lines], None] | None,
    **details: str,
) -> None:
    if purpose not in settings.vault.purposes:
        raise KnownError(f"a purpose is one of: {', '.join(settings.vault.purposes)} (setting vault.purposes)")
    facts = {"purpose": purpose, "reason": checked_reason(reason), **details}
    audit.append(settings.home, action, subject, who.name, who.login, facts, allowed)


def checked_reason(reason: str) -> str:
    """The reason on one line. Raises KnownError for one that says nothing, or that would put a contact into the log."""
    words = " ".join(reason.split())
    if not _REASON[0] <= len(words) <= _REASON[1]:
        raise KnownError(f"a reason has {_REASON[0]} to {_REASON[1]} characters; a case number alone is too short")
    return without_contact(words)


def without_contact(words: str) -> str:
    """The words, for a log that forgets nothing. Raises KnownError, which does not repeat it, for a contact in them."""
    if words and contacts_in(words):
        raise KnownError("the reason names a contact, and the log keeps reasons; name the case or the token instead")
    return words


def _at_most(limit: int, action: str, who: Person) -> Callable[[Lines], None]:
    """By the login, which the system knows: names that people give themselves do not raise the limit."""
    since = datetime.now(UTC) - timedelta(hours=1)

    def allowed(lines: Lines) -> None:
        done = sum(line.action == action and line.login == who.login and line.at > since for line in lines)
        if done >= limit:
            raise KnownError(
                f"{limit} an hour are allowed, and you had {done}; wait, or ask for several together", REFUSED
            )

    return allowed


def _asked(settings: ProcessorSettings, lines: Lines, request: str) -> audit.Line:
    asked = next((line for line in lines if line.action == ASK and line.subject == request), None)
    if asked is None:
        raise KnownError("there is no such request; ask first: adwatch vault ask", REFUSED)
    if datetime.now(UTC) - asked.at > timedelta(hours=settings.vault.agreed_for_h):
        raise KnownError(f"the request is older than {settings.vault.agreed_for_h:g} hours; ask anew", REFUSED)
    return asked


def _same(line: audit.Line, who: Person) -> bool:
    """Whether a line is by this person. Names can only be claimed where the settings say that logins are shared."""
    return line.by == who.name
