"""A job board: a sitemap index, sitemaps (every second one gzipped), and pages with schema.org's JobPosting.

Shapes: simulator/README.md, `demo_jobs`.
"""

import gzip
import json
from collections.abc import Sequence
from html import escape
from typing import Any

from aiohttp import web
from markupsafe import Markup

from simulator.records import InventedAd
from simulator.shelf import Shelf
from simulator.sites import JOBS
from simulator.sites.pages import origin, page, respond

PER_SITEMAP = 500
SPOILED_EVERY = 7  # pages: so often a block that is not JSON stands beside the good one
_SPOILED = Markup('{"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [{"name": "Jobs",}')
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def routes(shelf: Shelf) -> list[web.RouteDef]:
    """The pages of the site."""

    async def index(request: web.Request) -> web.Response:
        entries = "".join(
            f"<sitemap><loc>{origin(request)}/jobs/{_sitemap_name(number)}</loc></sitemap>"
            for number in range(1, len(_parts(shelf.ads(JOBS.source))) + 1)
        )
        return _xml(request, shelf, f"<sitemapindex {_XMLNS}>{entries}</sitemapindex>")

    async def sitemap(request: web.Request) -> web.Response:
        parts, number = _parts(shelf.ads(JOBS.source)), int(request.match_info["number"])
        if not 0 < number <= len(parts) or not request.path.endswith(_sitemap_name(number)):
            raise web.HTTPNotFound
        entries = "".join(
            f"<url><loc>{JOBS.url(origin(request), ad.key)}</loc><lastmod>{ad.changed_at.isoformat()}</lastmod></url>"
            for ad in parts[number - 1]
        )
        return _xml(request, shelf, f"<urlset {_XMLNS}>{entries}</urlset>", packed=request.path.endswith(".gz"))

    async def detail(request: web.Request) -> web.Response:
        ad = shelf.ad(JOBS.source, request.match_info["key"])
        if ad is None:
            raise web.HTTPNotFound
        blocks = [_script(posting(ad, JOBS.url(origin(request), ad.key)))]
        if int(ad.key[3:], 16) % SPOILED_EVERY == 0:
            blocks.insert(int(ad.key[3:], 16) // SPOILED_EVERY % 2, _SPOILED)
        return page(request, "jobs_ad.html", ad.changed_at, ad=ad, blocks=blocks)

    return [
        web.get("/jobs/sitemap.xml", index),
        web.get(r"/jobs/sitemap-{number:\d{1,6}}.xml", sitemap),
        web.get(r"/jobs/sitemap-{number:\d{1,6}}.xml.gz", sitemap),
        web.get("/jobs/vacancy/{key}", detail),
    ]


def posting(ad: InventedAd, url: str) -> dict[str, Any]:
    """The ad as schema.org's JobPosting."""
    fields = ad.fields
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "demo_jobs", "value": ad.key},
        "url": url,
        "title": ad.title,
        "description": "".join(f"<p>{escape(line, quote=False)}</p>" for line in ad.body.split("\n")),
        "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": ad.country}},
    }
    if ad.posted_at:
        found["datePosted"] = ad.posted_at.date().isoformat()
    if "place" in fields:
        found["jobLocation"]["address"]["addressLocality"] = fields["place"]
    if "company" in fields:
        found["hiringOrganization"] = {"@type": "Organization", "name": fields["company"]}
    if "contact" in fields:
        way = "email" if "@" in fields["contact"] else "telephone"
        found["applicationContact"] = {"@type": "ContactPoint", way: fields["contact"]}
    if "price" in fields:
        amount, currency, _, unit = fields["price"].split()
        value = {"@type": "QuantitativeValue", "value": amount, "unitText": unit}
        found["baseSalary"] = {"@type": "MonetaryAmount", "currency": currency, "value": value}
    return found


def _script(block: dict[str, Any]) -> Markup:
    """JSON that may stand inside `<script>`: nothing in it can end the element."""
    return Markup(json.dumps(block, ensure_ascii=False, indent=1).replace("<", "\\u003c"))  # noqa: S704 - made safe here


def _parts(ads: Sequence[InventedAd]) -> list[Sequence[InventedAd]]:
    """The ads as sitemaps hold them: two at least, so that both makes occur."""
    size = min(PER_SITEMAP, max(1, (len(ads) + 1) // 2))
    return [ads[at : at + size] for at in range(0, len(ads), size)]


def _sitemap_name(number: int) -> str:
    return f"sitemap-{number}.xml" + (".gz" if number % 2 == 0 else "")


def _xml(request: web.Request, shelf: Shelf, content: str, packed: bool = False) -> web.Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n'.encode()
    if packed:
        return respond(request, gzip.compress(body, mtime=0), "application/gzip", shelf.world.observed_at)
    return respond(request, body, "application/xml", shelf.world.observed_at)
