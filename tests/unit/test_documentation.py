"""What the documentation names is there: commands and their options, settings, files, pages and their headings."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from adwatch.cli import app
from adwatch.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("docs/**/*.md")), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"))]
GLOBAL = {"--help", "--version"}

_FENCED = re.compile(r"^```.*?^```", re.M | re.S)
_SPAN = re.compile(r"`([^`]+)`")
_CALL = re.compile(r"(?:^|[\s(>$/])adwatch((?:[ \n][^\s].*)?)", re.M)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def pieces(text: str) -> Iterator[str]:
    """What is code: fenced, indented, and in backticks, which may go over the end of a line."""
    yield from (block.strip("`") for block in _FENCED.findall(text))
    rest = _FENCED.sub("", text)
    yield from (line for line in rest.splitlines() if line.startswith("    "))
    yield from (" ".join(span.split()) for span in _SPAN.findall(rest))


def calls(text: str) -> Iterator[list[str]]:
    """The arguments of every `adwatch ...`; what follows a pipe, a comment or another command is not of it."""
    for piece in pieces(text):
        for match in _CALL.finditer(piece):
            said = re.split(r"\s#\s|  +|[|;&>]| \.\.\.", match[1].strip())[0]
            try:
                yield shlex.split(said.replace("[", "").replace("]", "").replace("...", ""))
            except ValueError:  # a quotation mark that is opened here and closed further on
                yield said.split()


@cache
def root() -> Any:
    """The `adwatch` command."""
    return typer.main.get_command(app)


def wrong(arguments: list[str]) -> str:
    """What of a call does not exist; empty when all of it does."""
    command, known = root(), set(GLOBAL)
    while True:
        known |= {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
        names = getattr(command, "commands", {})
        if not names or not arguments or not re.fullmatch("[a-z-]+", arguments[0]) or arguments[0].startswith("-"):
            break
        if arguments[0] not in names:
            return f"no command {arguments[0]}"
        command, arguments = names[arguments[0]], arguments[1:]
    options = {each.split("=")[0] for each in arguments if re.match("--[a-z]", each)}
    return ", ".join(sorted(options - known))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_exists(page: Path) -> None:
    found = {" ".join(call): problem for call in calls(page.read_text(encoding="utf-8")) if (problem := wrong(call))}
    assert found == {}


def test_commands_are_seen_and_wrong_ones_are_told() -> None:
    text = (
        "Say `adwatch run\nall` or:\n\n    ADWATCH_HOME=x adwatch index keys --creat seal  # a key\n\n`adwatch nowhere`"
    )
    assert [wrong(call) for call in calls(text)] == ["--creat", "", "no command nowhere"]


def settings(model: Any, before: str = "") -> Iterator[str]:
    """All settings, as `section.key`."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        yield before + name
        if hasattr(inner, "model_fields"):
            yield from settings(inner, f"{before}{name}.")


KNOWN = frozenset(settings(Settings))
SECTIONS = "|".join(sorted({name.split(".")[0] for name in KNOWN if "." in name}))


OF_RECORDS = "rules-reference.md"  # names fields of ads, some of which sound like settings


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != OF_RECORDS], ids=lambda page: page.name)
def test_every_setting_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    dotted = set(re.findall(rf"`((?:{SECTIONS})\.[a-z_]+(?:\.[a-z_]+)?)(?:: [^`]*)?`", text))
    variables = {name.lower() for name in re.findall(r"\bADWATCH_([A-Z]+__[A-Z_]+)\b", text)}
    named = dotted | {re.sub("_file$", "", name).replace("__", ".") for name in variables}
    named = {name for name in named if not name.endswith((".yml", ".json", ".md", ".py"))}
    teams = {name for name in named if name.startswith("notify.teams.")}  # names of an installation's own
    assert named - teams - KNOWN == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for pair in _LINK.findall(page.read_text(encoding="utf-8")):
        target, _, heading = next(filter(None, pair)).partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), target
        if heading and path.suffix == ".md":
            assert heading in headings(path), f"{target}#{heading}"


def headings(path: Path) -> set[str]:
    """The anchors of a page."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


FOLDERS = (
    "adwatch|benchmarks|catalogue|dags|docs|examples|infra|processors|requirements|schemas|simulator|spiders|tests"
)

MADE = ("infra/secrets", "spiders/sources/brindle")  # by whoever does what a page says


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_exists(page: Path) -> None:
    named = set(re.findall(rf"`((?:{FOLDERS})/[\w./*-]+)(?:::\w+)?`", page.read_text(encoding="utf-8")))
    assert [name for name in named if not name.startswith(MADE) and not list(ROOT.glob(name.rstrip("/")))] == []


TESTS = {path.name for path in (ROOT / "tests").rglob("test_*.py")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_exists(page: Path) -> None:
    assert set(re.findall(r"\btest_\w+\.py\b", page.read_text(encoding="utf-8"))) - TESTS == set()
