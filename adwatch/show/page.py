"""The page of a cluster or an actor: one file without a script, a font, a picture or a request to anywhere."""

from collections import defaultdict
from collections.abc import Sequence

from adwatch.show.html import FOOT, HEAD, table, text
from adwatch.show.links import contacts_table, findings_table, forced_table, leads_table
from adwatch.show.map import map_of
from adwatch.show.template import template_section
from adwatch.show.timeline import timeline
from adwatch.show.towns import towns
from processors.index.document import AdDocument

MOST_TEMPLATES = 5  # of an actor, those of most ads
MOST_ROWS = 300
CAUTION = (
    "Links rank human work. Shared contacts and texts have many lawful reasons: agencies, helplines, friends, copied "
    "phrases. Nothing here says that somebody is in need or does wrong."
)


def page(kind: str, name: str, ads: Sequence[AdDocument], near: Sequence[AdDocument] = ()) -> str:
    """The page of ads in order of time; `near` are copies of them by other actors."""
    sections = [
        ("Template and slots", _templates(ads)),
        ("Timeline", timeline(ads)),
        ("Map", map_of(ads, towns())),
        ("What was found", findings_table(ads)),
        ("What links the ads", contacts_table(ads) + forced_table(ads)),
        ("Leads: others with the same texts, which alone link nobody", leads_table(near)),
        ("Changes", _changes(ads)),
        ("Ads", _rows(ads)),
    ]
    return "".join(
        (
            HEAD.format(language="en", title=text(f"{kind} {name}")),
            f"<h1>{text(kind.capitalize())} <code>{text(name)}</code></h1>\n<p class=facts>{_facts(ads)}</p>\n",
            f"<p class=small>{CAUTION}</p>\n",
            *(f"<h2>{title}</h2>\n{body}" for title, body in sections if body),
            FOOT,
        )
    )


def _facts(ads: Sequence[AdDocument]) -> str:
    first, last = min(ad.first_seen for ad in ads), max(ad.last_seen for ad in ads)
    sources = sorted({ad.source for ad in ads})
    listings = sum(not ad.mirror_of for ad in ads)
    mirrors = f" ({listings} listings, mirrors counted once)" if listings < len(ads) else ""
    actors = len({ad.actor for ad in ads if ad.actor})
    gone = sum(ad.gone_at is not None for ad in ads)
    return text(
        f"{len(ads)} ads{mirrors} on {', '.join(sources)}; {actors} actors, {len({ad.cluster for ad in ads})} texts; "
        f"seen from {first:%Y-%m-%d} to {last:%Y-%m-%d}; {gone} gone"
    )


def _templates(ads: Sequence[AdDocument]) -> str:
    clusters: defaultdict[str, list[AdDocument]] = defaultdict(list)
    for ad in ads:
        clusters[ad.cluster].append(ad)
    ranked = sorted(clusters.items(), key=lambda item: (-len(item[1]), item[0]))
    if len(ranked) == 1:
        return template_section(ads)
    shown = [
        f"<h3><code>{text(name)}</code>, {len(found)} ads</h3>\n{template_section(found)}"
        for name, found in ranked[:MOST_TEMPLATES]
    ]
    more = f"<p class=small>{len(ranked) - MOST_TEMPLATES} more texts</p>\n" if len(ranked) > MOST_TEMPLATES else ""
    return "".join(shown) + more


def _changes(ads: Sequence[AdDocument]) -> str:
    edits = [(edit.at, ad.ad_id, edit.removed, edit.added) for ad in ads for edit in ad.edits]
    moves = [(move.at, ad.ad_id, move.before, move.place) for ad in ads for move in ad.moves]
    reposts = [(ad.first_seen, ad.ad_id, ad.repost_of, "back as a new ad") for ad in ads if ad.repost_of]
    away = [
        (each.back, ad.ad_id, f"away since {each.last_seen:%Y-%m-%d}", "back") for ad in ads for each in ad.absences
    ]
    rows = sorted([*edits, *moves, *reposts, *away])[-MOST_ROWS:]
    return table(("when", "ad", "before", "after"), [(f"{at:%Y-%m-%d %H:%M}", *rest) for at, *rest in rows])


def _rows(ads: Sequence[AdDocument]) -> str:
    rows = [
        (
            ad.ad_id,
            ad.source,
            ", ".join(ad.places[:2]),
            f"{ad.first_seen:%Y-%m-%d}",
            f"{ad.last_seen:%Y-%m-%d}" + (" (gone)" if ad.gone_at else ""),
            ad.versions,
            ad.band.value,
            " ".join(contact.token for contact in ad.contacts[:4]),
        )
        for ad in ads[-MOST_ROWS:]
    ]
    heads = ("ad", "source", "places", "first seen", "last seen", "versions", "band", "contacts")
    return table(heads, rows)
