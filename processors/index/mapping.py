"""The strict mapping of a document, derived from its type. A field that no rule covers is an error, not a guess."""

import msgspec.inspect as inspect

from processors.index.capabilities import Capabilities
from processors.index.document import Point

Mapping = dict[str, object]

PATTERN = "pattern"  # long terms that people look for by a part
KEYWORD: Mapping = {"type": "keyword", "ignore_above": 1024}  # longer ones stay readable, but are not indexed
TEXT: Mapping = {"type": "text"}
PROSE: Mapping = {"type": "keyword", "index": False, "doc_values": False}  # our own sentences: read, never searched
STORED: Mapping = {"type": "object", "enabled": False}
STEMMED = "stemmed"  # text that people search by word: title and body
FOLDED = "folded"  # text we folded ourselves

# Whether a string is a term or prose cannot be seen in its type, so every name of a string field is listed here.
_KEYWORDS = """
    ad_id source key content_hash crawl_run source_version language kind value token region style currency per
    places indicator detector evidence indicators indicators_absent indicators_contradicted grades dimensions_positive
    cluster actor actor_sources name unknowns catalogue_version scorer dimension strength
    grade alert_id rule id window ads sources band country contact checked_on state_changed_by
    run outcome finish_reason field drifted countries routing digest silenced_by
    by action to asked_by confirmed_by verdict
    tokens key_id price_unit families languages
    repost_of mirror_of reason
"""
_TEXTS = "quote quotes state_note"
_PROSE = "note label statement sentence run_book reasons expected found before after"
STRINGS: dict[str, Mapping | str] = {
    **dict.fromkeys(_KEYWORDS.split(), KEYWORD),
    **dict.fromkeys(_TEXTS.split(), TEXT),
    **dict.fromkeys(_PROSE.split(), PROSE),
    "title": STEMMED,
    "body": STEMMED,
    "search_text": FOLDED,
    "stems": TEXT,
    "url": PATTERN,
}
# Lists that people read with an ad and find by its flat fields (`indicators_absent`, `grades`): stored whole, not
# indexed. As nested documents they cost more than half of all the work of indexing, and Kibana cannot draw them.
_KEPT = "findings dimensions reasons against shown_only changes absences edits moves"
KEPT = {("AdDocument", name) for name in _KEPT.split()}
# What few ask for is kept in columns alone, without an index of its own: a search for it looks through the column, with
# the same answer, and writing an ad costs a fifth less.
_IN_COLUMNS = {
    "AdDocument": """
        schema_version ad_id key posted_at first_seen last_seen sightings versions revision content_hash crawl_run
        source_version language_confidence language_supported words cluster_size actor_ads price_amount score
        catalogue_version scorer
    """,
    "Contact": "kind region",
    "Detail": "region style",
    "Link": "kind strength first_seen last_seen ads",
    "Located": "id",
    "Money": "amount currency per",
    "ClusterDocument": "schema_version summarised_at languages band_rank actors",
    "ActorDocument": "schema_version summarised_at languages band_rank clusters",
    "SealedAd": "ad_id source observed_at key_id",
}
IN_COLUMNS = {(owner, name) for owner, names in _IN_COLUMNS.items() for name in names.split()}

_SIMPLE: dict[type, Mapping] = {
    inspect.BoolType: {"type": "boolean"},
    inspect.IntType: {"type": "long"},
    inspect.FloatType: {"type": "double"},
    inspect.DateTimeType: {"type": "date"},
    inspect.EnumType: KEYWORD,
    inspect.BytesType: {"type": "binary"},
}
_LISTS = (inspect.VarTupleType, inspect.ListType)


class MappingError(Exception):
    """Raised when a field of a document has no rule; the message names it."""


def mapping(document: type, able: Capabilities) -> Mapping:
    """The mapping of `document` for a server that is `able`. Raises MappingError."""
    return {"dynamic": "strict", **_object(document, able)}


def _object(kind: type, able: Capabilities) -> Mapping:
    fields = inspect.type_info(kind).fields  # type: ignore[attr-defined]
    return {"properties": {each.encode_name: _field(kind, each.name, each.type, able) for each in fields}}


def _field(owner: type, name: str, kind: inspect.Type, able: Capabilities) -> Mapping:
    made = _indexed(owner, name, _bare(kind), able)
    return {**made, "index": False} if (owner.__name__, name) in IN_COLUMNS else made


def _indexed(owner: type, name: str, kind: inspect.Type, able: Capabilities) -> Mapping:
    if isinstance(kind, inspect.StructType):
        if kind.cls is Point:
            return {"type": "geo_point", "ignore_malformed": True}
        return STORED if (owner.__name__, name) in KEPT else _object(kind.cls, able)
    if isinstance(kind, inspect.StrType) and name in STRINGS:
        return _string(STRINGS[name], able)
    if isinstance(kind, inspect.DictType):  # names that sources choose
        return {"type": able.flat, **({"ignore_above": 1024} if able.flat == "flattened" else {})}
    if type(kind) in _SIMPLE:
        return _SIMPLE[type(kind)]
    raise MappingError(f"{owner.__name__}.{name} has no rule in processors/index/mapping.py")


def _bare(kind: inspect.Type) -> inspect.Type:
    """The type of one value: search engines do not tell one value from several, or from none."""
    if isinstance(kind, inspect.Metadata):
        return _bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        (real,) = (each for each in kind.types if not isinstance(each, inspect.NoneType))
        return _bare(real)
    if isinstance(kind, _LISTS):
        return _bare(kind.item_type)
    return kind


def _string(rule: Mapping | str, able: Capabilities) -> Mapping:
    if rule == STEMMED:
        by_language = {code: {"type": "text", "analyzer": name} for code, name in able.languages.items()}
        return {**TEXT, "fields": by_language} if by_language else TEXT
    if rule == FOLDED:
        return {**TEXT, "analyzer": "folded"} if able.folding else TEXT
    if rule == PATTERN:
        return {"type": "wildcard", "ignore_above": 4096} if able.wildcard else KEYWORD
    assert isinstance(rule, dict)  # noqa: S101  the words above are the only strings in the table
    return rule
