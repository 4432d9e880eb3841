"""The register of sources: who answers for each, why it may be read, how gently. Rendered, never written by hand."""

from collections.abc import Iterable, Iterator

from spiders.source import NEVER, Source

HEAD = """\
# Sources

What is collected, who answers for it and why it may be read. This page is made from the source files under
`spiders/sources/` by `adwatch sources register > docs/sources.md`; a test fails when it is not up to date. A source
whose terms were reviewed more than 12 months ago is not crawled until somebody reviews them again.
"""


def render(sources: Iterable[Source]) -> str:
    """The register as Markdown. The same files give the same text, on every day."""
    sources = list(sources)
    rows = "".join(
        f"| [{source.name}](#{source.name}) | {source.family} | {source.read.how} | {_state(source)} |\n"
        for source in sources
    )
    table = f"\n| source | family | read as | |\n| --- | --- | --- | --- |\n{rows}"
    return HEAD + table + "".join(f"\n{section}" for section in map(_section, sources))


def _section(source: Source) -> str:
    rows = "".join(f"| {name} | {_cell(value)} |\n" for name, value in _facts(source))
    return f"## {source.name}\n\n{_cell(source.title)}\n\n| | |\n| --- | --- |\n{rows}"


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    yield "owner", source.owner
    yield "legal basis", source.legal_basis
    yield "purpose", source.purpose
    yield "terms reviewed on", source.terms_reviewed_on.isoformat()
    yield "country, languages", f"{source.country or 'several countries'}, {', '.join(source.languages)}"
    yield "starts at", " ".join(f"`{address}`" for address in source.start) or "files that are handed over"
    yield "pace", f"{source.pace.delay_s:g} s between requests, {source.pace.concurrency} at once"
    yield "schedule", f"`{source.schedule}`" if source.schedule else "by hand"
    yield "reaches back", f"{source.history_days} days" if source.history_days else "as far as the site does"
    yield "what is read", ", ".join(source.fields)
    if source.verified:
        yield "verified", str(source.verified)


def _state(source: Source) -> str:
    if source.local_test_site:
        return "simulated, for demonstration and tests"
    if not source.enabled:
        return f"switched off; {NEVER}" if source.verified == NEVER else "switched off"
    return "collected"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
