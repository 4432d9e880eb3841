"""`adwatch link ...`: analysts cut or force links, with a reason and undo. Lines are added, never changed."""

import secrets
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from adwatch import access, audit, settings
from adwatch.errors import KnownError
from adwatch.lines import write
from adwatch.people import Person, person
from adwatch.reader import Reader
from processors.link.decisions import Decision, Decisions
from schemas.mention import MentionKind

Group = Literal["actor", "cluster"]
_KINDS = {kind.value for kind in MentionKind}


def cut(one: str, other: str | None, reason: str, by: str | None = None) -> int:
    """A contact links nothing, or not this ad (an ad and a contact); or of two ads the second is no copy."""
    if is_contact(one):
        if other is not None:
            raise KnownError("give a contact alone, or an ad and then a contact")
        return _decide("cut", "contact", one, (), reason, by)
    if other is None:
        raise KnownError("give the contact, as its token, that shall not link this ad, or the ad it is no copy of")
    if is_contact(other):
        return _decide("cut", "contact", other, (one,), reason, by)
    return _decide("cut", "cluster", "", (one, other), reason, by)


def force(one: str, other: str | None, group: Group, reason: str, by: str | None = None) -> int:
    """A contact links, however common it is; or two ads are of one actor, or of one cluster."""
    if is_contact(one) and other is None:
        return _decide("force", "contact", one, (), reason, by)
    if other is None or is_contact(one) or is_contact(other):
        raise KnownError("give a contact alone, or two ads")
    return _decide("force", group, "", (one, other), reason, by)


def undo(name: str, reason: str, by: str | None = None) -> int:
    """End a decision: what it changed is as it would be without."""
    loaded, why = settings.load(), access.without_contact(reason)
    decisions = Decisions(loaded.home)
    found = next((each for each in decisions.in_force() if each.id == name), None)
    if found is None:
        raise KnownError(f"no decision {name!r} in force; see: adwatch link list")
    who = person(loaded, by)
    _keep(loaded, decisions, who, msgspec.structs.replace(found, undone=True, reason=why, **_signed(who)))
    print(f"{name}: undone; the link stage follows within seconds while it runs")
    return 0


def list_decisions(as_json: bool) -> int:
    """The decisions in force; with --json every line that was ever written."""
    decisions = Decisions(settings.load().home)
    if as_json:
        for line in decisions.lines():
            write(msgspec.to_builtins(line))
        return 0
    for each in decisions.in_force():
        print(f"{each.id}  {_about(each)}  {each.at:%Y-%m-%d %H:%M} UTC  {each.by}: {each.reason}")
    return 0


def is_contact(text: str) -> bool:
    """Whether this is a contact's token: its kind and twenty hexadecimal digits."""
    kind, dash, digits = text.partition("-")
    return bool(dash) and kind in _KINDS and len(digits) == 20


def _decide(action: Any, what: Any, contact: str, ads: tuple[str, ...], reason: str, by: str | None) -> int:
    if len(set(ads)) < len(ads):
        raise KnownError("give two different ads")
    loaded, why = settings.load(), access.without_contact(reason)
    who = person(loaded, by)
    _require(loaded, contact, ads)
    decision = Decision(
        id=f"li-{secrets.token_hex(4)}",
        action=action,
        what=what,
        contact=contact,
        ads=ads,
        reason=why,
        **_signed(who),
    )
    _keep(loaded, Decisions(loaded.home), who, decision)
    print(f"{decision.id}: {_about(decision)}; undo: adwatch link undo {decision.id} --reason ...")
    return 0


def _require(loaded: settings.Settings, contact: str, ads: tuple[str, ...]) -> None:
    """A slip of the pen would wait for ever for an ad that never comes."""
    with Reader(loaded.search) as reader:
        for ad_id in ads:
            if reader.ad(ad_id) is None:
                raise KnownError(f"no ad {ad_id!r}; nothing was decided")
        named = [{"term": {field: contact}} for field in ("contacts.token", "links.evidence")]
        if contact and not reader.count_matching({"bool": {"should": named}}):
            raise KnownError(f"no ad has the contact {contact!r}; nothing was decided")


def _keep(loaded: settings.Settings, decisions: Decisions, who: Person, decision: Decision) -> None:
    """On record first, then in force: what holds was never done by nobody."""
    action = "link.undo" if decision.undone else f"link.{decision.action}"
    facts = {
        "what": decision.what,
        "contact": decision.contact,
        "ads": " ".join(decision.ads),
        "reason": decision.reason,
    }
    audit.append(loaded.home, action, decision.id, who.name, who.login, {k: v for k, v in facts.items() if v})
    decisions.add(decision)


def _signed(who: Person) -> dict[str, Any]:
    return {"by": who.name, "at": datetime.now(UTC)}


def _about(decision: Decision) -> str:
    match decision.action, decision.what:
        case "cut", "contact":
            return (
                f"{decision.contact} links nothing"
                if not decision.ads
                else (f"{decision.contact} does not link {decision.ads[0]}")
            )
        case "cut", _:
            return f"{decision.ads[1]} is no copy of {decision.ads[0]}"
        case _, "contact":
            return f"{decision.contact} links, however common it is"
    return f"{' and '.join(decision.ads)} are of one {decision.what}"
