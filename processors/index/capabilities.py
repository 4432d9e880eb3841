"""What a search server can do: found out by trying, because servers of one version differ in their modules.

Nothing is written: templates are only simulated.
"""

from dataclasses import dataclass, field
from typing import Any

from elasticsearch import ApiError, BadRequestError, Elasticsearch

from processors.settings import ProcessorSettings
from processors.stems import LANGUAGES

NOBODYS = "adwatch-probe-*"  # indices that nobody has
LIFECYCLE, SECURITY, STREAMS = "/_ilm/policy", "/_security/_authenticate", f"/_data_stream/{NOBODYS}"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What decides how our indices are made."""

    version: str
    folding: bool = False  # can it drop accents itself?
    languages: dict[str, str] = field(default_factory=dict)  # language -> analyzer that knows its word forms
    flat: str = "flattened"  # its type for objects with names that we do not choose
    wildcard: bool = False  # has it a type for patterns in long terms?
    percolator: bool = False
    streams: bool = False  # data streams
    lifecycle: bool = False  # policies that roll indices over and delete them
    api_keys: bool = False  # has it security at all?

    @property
    def reduced(self) -> tuple[str, ...]:
        """What is missing there, and what is done instead."""
        lines = []
        if not self.folding:
            lines.append("no accent folding on the server: search_text is folded by us, search in it without accents")
        if missing := sorted(supported() - self.languages.keys()):
            lines.append(f"no word forms for {', '.join(missing)}: stems are written by us; adwatch search uses them")
        if not self.wildcard:
            lines.append("no wildcard type: patterns in search terms run on ordinary keywords")
        if not self.percolator:
            lines.append("no percolator: standing searches ask about the ids of each batch")
        if not self.streams:
            lines.append("no data streams: sightings and crawls to search live in ordinary indices")
        if not self.lifecycle:
            lines.append("no lifecycle policies: adwatch retention purge deletes what is past its time")
        if not self.api_keys:
            lines.append("no security: let it listen on loopback only")
        return tuple(lines)


def supported() -> frozenset[str]:
    """Languages that we have word lists for and that analyzers know."""
    lexicons = ProcessorSettings.model_fields["catalogue"].default / "lexicons"
    return frozenset(path.name for path in lexicons.iterdir()) & LANGUAGES.keys()


def probe(client: Elasticsearch) -> Capabilities:
    """Ask the server. Raises what the client raises when it cannot be reached or refuses."""
    nodes = client.nodes.info(metric="plugins")["nodes"].values()
    return Capabilities(
        version=min(node["version"] for node in nodes),
        folding=_takes(client, _analyzer(tokenizer="standard", filter=["lowercase", "asciifolding"])),
        languages={code: LANGUAGES[code] for code in supported() if _takes(client, _analyzer(type=LANGUAGES[code]))},
        flat="flattened" if _takes(client, _field("flattened")) else "flat_object",
        wildcard=_takes(client, _field("wildcard")),
        percolator=_takes(client, _field("percolator")),
        streams=answers(client, STREAMS),
        lifecycle=answers(client, LIFECYCLE),
        api_keys=answers(client, SECURITY),
    )


def _analyzer(**parts: object) -> dict[str, Any]:
    return {"settings": {"analysis": {"analyzer": {"probe": parts}}}}


def _field(kind: str) -> dict[str, Any]:
    return {"mappings": {"properties": {"probe": {"type": kind}}}}


def _takes(client: Elasticsearch, template: dict[str, Any]) -> bool:
    """Could an index be made so? Whoever may make templates may ask that; to try an analyzer takes all rights."""
    try:
        client.indices.simulate_template(index_patterns=[NOBODYS], template=template, priority=1_000_000)
    except BadRequestError:
        return False
    return True


def answers(client: Elasticsearch, path: str) -> bool:
    """Is there anything at this address? Servers refuse unknown ones in several ways."""
    try:
        client.perform_request("GET", path, headers={"accept": "application/json"})
    except ApiError as error:
        if error.status_code in (401, 403, 429) or error.status_code >= 500:
            raise
        return False
    return True
