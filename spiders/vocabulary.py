"""Where the parts of an ad are in data whose words are known: a source file names only what differs.

Each is a JMESPath, or one with `html` where the value is markup. `[x][]` takes a value that may be one or several.
"""

from typing import Any

# Properties are the same words in every type, so one list serves them all: https://schema.org/docs/full.html
SCHEMA_ORG: dict[str, Any] = {
    "key": 'identifier.value || identifier || sku || productID || "@id" || url',
    "title": "title || name || headline",
    "body": {"path": "description || articleBody || text", "html": True},
    "posted_at": "datePosted || datePublished || dateCreated || validFrom",
    "country": "[jobLocation][].address.[addressCountry.name || addressCountry][] | [0]",
    "url": "url",
    "fields": {
        # 12.50 GBP per HOUR, or 40 EUR
        "price": (
            "join(' ', [baseSalary][].[value.value || value.minValue || value, currency,"
            " value.unitText && join(' ', ['per', value.unitText])][] | [?@] | map(&to_string(@), @)) ||"
            " join(' ', [offers || @][].[price || lowPrice, priceCurrency][] | [?@] | map(&to_string(@), @))"
        ),
        "place": (
            "[jobLocation, availableAtOrFrom, areaServed, contentLocation, locationCreated][]"
            ".[address.addressLocality || name || type(@) == 'string' && @][] | [?@] | [0]"
        ),
        "contact": (
            "[applicationContact, contactPoint, seller, offers.seller, provider, author][].[telephone, email][] | [?@]"
        ),
        "company": (
            "[hiringOrganization, seller, offers.seller, provider, offeredBy, brand][]"
            ".[name || type(@) == 'string' && @][] | [?@] | [0]"
        ),
        "author": "[author][].[alternateName || name || type(@) == 'string' && @][] | [?@] | [0]",
    },
}

# Entries of RSS, Atom and JSON Feed, brought under the same words by `read/feed.py`.
FEED: dict[str, Any] = {
    "key": "id || link",
    "title": "title",
    "body": "content || summary",
    "posted_at": "published || updated",
    "url": "link",
    "fields": {"author": "author"},
}

# Rows of a file that somebody hands over; feeds among them too.
ROW: dict[str, Any] = {
    "key": "key || id || link || url",
    "title": "title || headline",
    "body": "body || text || content || description || summary",
    "posted_at": "posted_at || published_at || published || date || updated",
    "country": "country",
    "url": "url || link",
    "fields": {
        "price": "price",
        "place": "place || city || location",
        "contact": "contact || phone || email",
        "company": "company || author",
    },
}
