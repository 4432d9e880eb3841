"""RSS 2.0 (https://www.rssboard.org/rss-specification) and Atom (RFC 4287): entries under the words all feeds share."""

from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # comes with Scrapy

from spiders.read.bounds import UnreadableError, at_most
from spiders.read.page import Page
from spiders.text import text_of_html

MEDIA = frozenset({"enclosure", "thumbnail", "image", "player"})
MEDIA_NAMESPACES = ("http://search.yahoo.com/mrss/", "http://www.itunes.com/dtds/podcast-1.0.dtd")
# The words of RSS, its common modules and Atom -> ours. All others keep their own name, without namespace.
WORDS = {
    "guid": "id", "pubDate": "published", "date": "published", "issued": "published", "modified": "updated",
    "description": "summary", "encoded": "content", "creator": "author", "category": "categories",
}  # fmt: skip
MARKUP = frozenset({"title", "summary", "content"})

Entry = dict[str, Any]


def entries(page: Page) -> tuple[list[Entry], str, tuple[str, ...]]:
    """Entries, address of the next document, and a fixed word if the XML had to be mended. Raises UnreadableError."""
    # Feeds are rarely good XML; what can be read is read, and what had to be mended is counted.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(page.body, parser) if page.body.strip() else None
    if root is None or _name(root) not in ("rss", "feed", "RDF"):
        raise UnreadableError("no_feed")
    elements, too_many = at_most(root.iter("{*}item", "{*}entry"))
    mended = ("bad_xml",) if len(parser.error_log) else ()
    return [_entry(element) for element in elements], _next(root), (*too_many, *mended)


def _entry(element: etree._Element) -> Entry:
    entry: Entry = {}
    for child in element.iterchildren(tag=etree.Element):
        if _name(child) in MEDIA or etree.QName(child).namespace in MEDIA_NAMESPACES:
            continue
        word = WORDS.get(_name(child), _name(child))
        if word == "categories":
            entry.setdefault(word, []).append(child.get("term") or _text(child))
        elif word != "link" or child.get("rel", "alternate") == "alternate":
            entry.setdefault(word, _value(word, child))
    if "link" not in entry and str(entry.get("id", "")).startswith("http"):
        entry["link"] = entry["id"]  # RSS: a guid is an address unless it says otherwise
    return entry


def _value(word: str, element: etree._Element) -> str:
    if word == "link":
        return element.get("href") or _text(element)
    if word == "author":
        return element.findtext("{*}name") or _text(element)
    if word in MARKUP and element.get("type") == "xhtml":
        return text_of_html(etree.tostring(element, encoding="unicode", with_tail=False))
    return text_of_html(_text(element)) if word in MARKUP and element.get("type") != "text" else _text(element)


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _next(root: etree._Element) -> str:
    """RFC 5005: where the document with older entries is."""
    found = root.xpath("(/*/* | /*/*/*)[local-name() = 'link' and @rel = 'next']/@href")
    return str(found[0]) if found else ""


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
