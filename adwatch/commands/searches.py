"""`adwatch searches save | list | test | drop`: what is searched for in every new ad from now on."""

import hashlib
import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from adwatch import audit, settings
from adwatch.errors import KnownError
from adwatch.people import person
from adwatch.reader import Reader
from processors.notify.clean import clean
from processors.searches import QueryError, Saved, SavedSearch, check, fields_of
from schemas.alert import Severity

_FIELD = re.compile(r"[a-z_][a-z0-9_.]{0,59}")
_ID = re.compile(r"[a-z][a-z0-9_]{2,49}")
MOST = 1_000  # searches of one installation


def save(name: str, title: str, query: str, severity: str, by: str | None) -> int:
    """Keep a search; a search of the same name is replaced. Ads observed from now on are told."""
    loaded = settings.load()
    who, asked, saved = person(loaded, by), read_query(query), Saved(loaded.home)
    if not _ID.fullmatch(name):
        raise KnownError("a name is small letters, digits and _, from 3 to 50 of them: labour_lyon")
    if severity not in set(Severity):
        raise KnownError(f"a severity is one of: {', '.join(Severity)}")
    if len({each.id for each in saved.read()} - {name}) >= MOST:
        raise KnownError(f"there are {MOST} standing searches already; drop one first")
    with Reader(loaded.search) as reader:
        count = reader.count_matching(asked)  # also shows that the server takes it
    made = SavedSearch(
        id=name, title=clean(title, 150), query=asked, severity=Severity(severity), since=datetime.now(UTC), by=who.name
    )
    audit.append(loaded.home, "search.save", name, who.name, who.login, _facts(asked))
    saved.add(made)
    print(f"{name} is searched for in every new ad; {count} ads of the past meet it")
    return 0


def list_searches(as_json: bool) -> int:
    """Print the searches in force."""
    found = Saved(settings.load().home).read()
    if as_json:
        print(msgspec.json.encode(found).decode())
        return 0
    for each in found:
        print("\t".join((each.id, each.severity, f"{each.since:%Y-%m-%d}", each.by, clean(each.title, 100))))
    return 0


def test(name_or_query: str, days: int, as_json: bool) -> int:
    """Say what a search would have found in the past, by the very query: ads a day, clusters, and the newest ads."""
    loaded = settings.load()
    named = {each.id: each.query for each in Saved(loaded.home).read()}
    query = named[name_or_query] if name_or_query in named else read_query(name_or_query)
    since = datetime.now(UTC) - timedelta(days=days)
    with Reader(loaded.search) as reader:
        found = list(reader.ads_matching(query, since))
    per_day = Counter(f"{ad.observed_at:%Y-%m-%d}" for ad in found)
    clusters = len({ad.cluster for ad in found})
    if as_json:
        days_found = dict(sorted(per_day.items()))
        print(json.dumps({"ads": len(found), "alerts": clusters, "per_day": days_found, "days": days}))
        return 0
    print(f"{len(found)} ads of {days} days in {clusters} clusters: {clusters / days:.2f} alerts a day")
    for day, count in sorted(per_day.items()):
        print(f"  {day}  {count}")
    for ad in sorted(found, key=lambda each: each.observed_at)[-5:]:
        print(clean(f"{ad.observed_at:%Y-%m-%d %H:%M} {ad.ad_id} {ad.source} {ad.band}: {ad.title}", 200))
    return 0


def drop(name: str, by: str | None) -> int:
    """Search no more."""
    loaded = settings.load()
    who, saved = person(loaded, by), Saved(loaded.home)
    search = next((each for each in saved.read() if each.id == name), None)
    if search is None:
        raise KnownError(f"no standing search {clean(name, 60)}; see: adwatch searches list", exit_code=1)
    audit.append(loaded.home, "search.drop", name, who.name, who.login)
    saved.add(msgspec.structs.replace(search, dropped=True))
    print(f"{name} is searched for no more")
    return 0


def _facts(query: dict[str, Any]) -> dict[str, str]:
    """What the audit log says of a query: which one it was and what about, not its words, which may be a contact."""
    said = json.dumps(query, sort_keys=True).encode()
    fields = sorted(name if _FIELD.fullmatch(name) else "?" for name in fields_of(query))
    return {"query_sha256": hashlib.sha256(said).hexdigest(), "fields": " ".join(fields)}


def read_query(said: str) -> dict[str, Any]:
    """A query as JSON, from a file (`@path`) or from standard input (`-`). Raises KnownError."""
    try:
        text = sys.stdin.read() if said == "-" else Path(said[1:]).read_text("utf-8") if said[:1] == "@" else said
        asked = json.loads(text)
        body: dict[str, Any] = asked["query"] if isinstance(asked, dict) and set(asked) == {"query"} else asked
        check(body)
    except OSError as error:
        raise KnownError(f"{said[1:]}: {error.strerror}") from None
    except json.JSONDecodeError as error:
        raise KnownError(f"the query is no JSON: {error}") from None
    except QueryError as error:
        raise KnownError(f"this query cannot stand: {error}") from None
    return body
