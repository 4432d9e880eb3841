"""What a search server can do: found out by trying, because servers of one version differ in their modules."""

from dataclasses import dataclass, field

from elasticsearch import BadRequestError, Elasticsearch

LANGUAGES = {"en": "english", "fr": "french"}  # those we have word lists for -> the server's analyzer


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What decides how our indices are made."""

    version: str
    folding: bool = False  # can it drop accents itself?
    languages: dict[str, str] = field(default_factory=dict)  # language -> analyzer that knows its word forms

    @property
    def reduced(self) -> tuple[str, ...]:
        """What is missing there, and what that means for a person who searches."""
        lines = []
        if not self.folding:
            lines.append("no accent folding on the server: search in search_text without accents")
        if missing := sorted(LANGUAGES.keys() - self.languages.keys()):
            lines.append(f"no word forms for {', '.join(missing)}: words are found as they are written")
        return tuple(lines)


def probe(client: Elasticsearch) -> Capabilities:
    """Ask the server. Raises what the client raises when it cannot be reached or refuses."""
    nodes = client.nodes.info(metric="plugins")["nodes"].values()
    return Capabilities(
        version=min(node["version"] for node in nodes),
        folding=_accepts(client, tokenizer="standard", filter=["lowercase", "asciifolding"]),
        languages={code: name for code, name in LANGUAGES.items() if _accepts(client, analyzer=name)},
    )


def _accepts(client: Elasticsearch, **analysis: object) -> bool:
    try:
        client.indices.analyze(text="a", **analysis)  # type: ignore[arg-type]
    except BadRequestError:
        return False
    return True
