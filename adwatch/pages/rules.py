"""The reference of rule files as Markdown, made from the models, the record's fields and the words of sentences."""

import sys
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from adwatch.pages.fields import default, taken, words
from processors.alert.condition import Op
from processors.alert.delivery import Digest
from processors.alert.expression import STATES
from processors.alert.fields import CLOSED, Member, members
from processors.alert.kinds import KINDS
from processors.alert.kinds.values import MENTIONED
from processors.alert.rule import RuleFile
from processors.alert.sentence import NAMES
from processors.alert.throttle import Periods
from processors.quiet import Quiet
from schemas.ad import ScoredAd
from schemas.base import Record

HEAD = """\
# Rule reference

Made by `adwatch rules reference` from the code that reads rule files; do not edit it by hand. How to write a rule:
[write your first rule](first-rule.md). What is the same as in ElastAlert 2 and what is not:
[coming from ElastAlert](elastalert.md).

One file is one rule; it lies in `catalogue/rules/` and its name is the rule's id. Spans of time are a number and a
unit: `45s`, `30m`, `24h`, `7d`. Unknown names are errors.
"""
ABOUT = {
    "id": "the file's name without its ending",
    "version": "raise it when the rule changes its meaning: what it remembers begins afresh",
    "kind": "how ads are evaluated, see below",
    "title": "in English and French",
    "sentence": "what happened, in English and French; names in braces are filled in",
    "why": "why the rule exists and what else could explain it, in English and French",
    "source": "where this is published; ids of `catalogue/sources.yml`",
    "evidence": "the grade of what the rule rests on",
    "indicators": "ids of the catalogue that the rule is tied to; every one its conditions ask for",
    "severity": "",
    "subject": "what alerts are about",
    "condition": "which ads the rule looks at, see below",
    "key": "fields that tell one case from another; the subject if not given. A list gives a key for each item",
    "throttle": "at most one alert per key in each period: `7d`, or `{every: 1h, up_to: 24h}` for periods that double",
    "routing": "names of the teams the rule is for; everybody if not given",
    "delivery": "`digest` and `quiet`, see below",
    "run_book": "what to look at, in English and French",
    "examples": "`fire` and `not_fire`, at least one of each: invented ads, tried by `adwatch rules check`",
}
COMMON = frozenset(RuleFile.model_fields)


def page() -> str:
    """The whole page."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield HEAD
    yield "## What every rule says\n"
    yield from _table(RuleFile, COMMON, ABOUT)
    yield "\n## Kinds\n"
    for name, kind in KINDS.items():
        yield f"### {name}\n"
        yield _promise(kind.model) + "\n"
        own = {field for field in kind.model.model_fields if field not in COMMON} | {"subject"}
        yield from _table(kind.model, own)
        yield ""
    yield "## Conditions\n"
    yield from _conditions()
    yield "\n## Sentences\n"
    yield "| name in braces | stands for |\n| --- | --- |"
    yield from (f"| `{{{name}}}` | {meaning} |" for name, meaning in NAMES.items())
    yield "\n## Delivery\n"
    yield '`delivery: {digest: {every: 24h}, quiet: {start: "22:00", end: "07:00", zone: Europe/Paris}}`\n'
    for name, model in (("digest", Digest), ("quiet", Quiet), ("throttle", Periods)):
        yield f"`{name}`: {' '.join((model.__doc__ or '').split())}\n"
        yield from _table(model, frozenset(model.model_fields))
        yield ""
    yield "## Fields of an ad\n"
    yield "Text is not among them: reading it is the indicators' work. For kinds that compare, count or list values"
    yield f"there are also {', '.join(f'`{name}`' for name in MENTIONED)}; for numbers `price`.\n"
    yield "| field | holds |\n| --- | --- |"
    yield from (f"| `{path}` | {held} |" for path, held in _fields(ScoredAd))


def _promise(model: type[BaseModel]) -> str:
    """The first paragraph of the kind's module and what the model itself says."""
    module = (sys.modules[model.__module__].__doc__ or "").split("\n\n")
    own = model.__doc__ or ""
    return "\n\n".join(" ".join(part.split()) for part in (*module, own) if part and part != BaseModel.__doc__)


def _table(model: type[BaseModel], names: Any, about: dict[str, str] | None = None) -> Iterator[str]:
    yield "| name | what it takes | if not given |" + (" meaning |" if about else "")
    yield "| --- | --- | --- |" + (" --- |" if about else "")
    for name, field in model.model_fields.items():
        if name in names:
            meaning = f" {about.get(name, '')} |" if about else ""
            yield f"| `{name}` | {taken(field)} | {default(field)} |{meaning}"


def _conditions() -> Iterator[str]:
    yield "An expression (the syntax is that of the library rule-engine; nothing in it is run as code):\n"
    yield "```yaml"
    yield 'condition: score.band in ["medium", "high"] and not found("SX-23")'
    yield 'condition: found("LB-06", "LB-13", "LB-14") >= 2 and actor != null'
    yield "condition: '[c for c in contacts if c.style != null].length >= 1'"
    yield "```\n"
    yield f"Findings by state: {', '.join(f'`{name}(...)`' for name in STATES)}; several indicators mean any of them,"
    yield "and `>= n` at least so many. Or the same as data, in which parts may be expressions again:\n"
    yield "```yaml"
    yield "condition:"
    yield "  all:"
    yield "    - {field: score.band, op: in, value: [medium, high]}"
    yield "    - {finding: [LB-06, LB-13], at_least: 2}"
    yield "    - {some: contacts, where: {field: style, op: known}}"
    yield '    - none: [found("SX-23")]'
    yield "```\n"
    yield f"Comparisons (`op`): {', '.join(f'`{op}`' for op in get_args(Op))}."
    yield "What an ad does not say meets none of them but `{op: known, value: false}`;"
    yield "in an expression that is `== null`."


def _fields(record: type[Record], before: str = "", many: bool = False) -> Iterator[tuple[str, str]]:
    for name, member in members(record).items():
        path = f"{before}{name}"
        inner = many or member.many
        if issubclass(member.type, Record):
            if not (many and member.many):
                yield from _fields(member.type, f"{path}.", inner)
        elif name not in CLOSED and not (many and member.many):
            yield path, _held(member, inner)


def _held(member: Member, many: bool) -> str:
    kind = words(member.type) if member.type.__name__ != "datetime" else "a moment"
    return f"a list: {kind}" if many else kind + (", or nothing" if member.optional else "")
