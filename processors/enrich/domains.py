"""Top-level domains, and how much a dot before one proves."""

import phonenumbers

from processors.enrich.tables import table, words

_TABLE = table("domains")
WORDS = frozenset(words(_TABLE["words"]))
_COUNTRIES = {code.lower() for code in phonenumbers.SUPPORTED_REGIONS} | {"uk", "eu", "su"}
TOP_LEVEL = frozenset(words(_TABLE["sure"])) | WORDS | _COUNTRIES
MAIL_PROVIDERS = frozenset(f"{name}.{top}" for name, tops in _TABLE["providers"].items() for top in words(tops))
