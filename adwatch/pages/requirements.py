"""What is asked, what meets it, and the matrix of functions and forms, as a page of the documentation."""

from collections.abc import Iterator
from pathlib import Path

from adwatch.catalogue_words import FORMS, FUNCTIONS
from adwatch.requirements import Requirement, cells, reasons, requirements
from processors.catalogue import Catalogue
from processors.catalogue.records import Form, Function

HEAD = """\
# Requirements

Made by `adwatch indicators page requirements` from `catalogue/requirements.yml`, `catalogue/matrix.yml` and the
catalogue; do not edit it by hand. The requirements are read out of the draft resolution E/CN.15/2018/L.2: PP are its
preambular, OP its operative paragraphs. A test fails when a module, test or document named here does not exist.
"""
MATRIX = """## Functions and forms

Each cell has its indicators, or a letter: the reason, below, why there is none. In *italics*: in the catalogue, and not
looked for (`adwatch indicators show ID` says why). An indicator may stand in several cells.
"""


def page(catalogue: Catalogue, folder: Path) -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *_requirements(folder), MATRIX, *_matrix(catalogue, folder)]) + "\n"


def _requirements(folder: Path) -> Iterator[str]:
    found = requirements(folder)
    met = sum(one.met and not one.planned for one in found.values())
    begun = sum(one.met and bool(one.planned) for one in found.values())
    yield f"{len(found)} requirements: {met} met, {begun} met in part, {len(found) - met - begun} planned.\n"
    for name, one in found.items():
        yield f"### {name}\n\n{one.asks} ({', '.join(one.paragraphs)})\n"
        yield from _answers(one)
        yield ""


def _answers(one: Requirement) -> Iterator[str]:
    for kind, names in (("Modules", one.modules), ("Tests", one.tests), ("Documents", one.docs)):
        if names:
            yield f"- {kind}: {', '.join(f'`{name}`' for name in names)}"
    if one.planned:
        yield f"- {'Missing' if one.met else 'Planned'}: {one.planned}"


def _matrix(catalogue: Catalogue, folder: Path) -> Iterator[str]:
    explained = {cell: reason.en for cell, reason in reasons(folder).items()}
    filled = cells(catalogue)
    empty = [explained[cell] for cell, ids in filled.items() if not ids]
    letters = {reason: chr(ord("a") + number) for number, reason in enumerate(dict.fromkeys(empty))}
    yield f"| form | {' | '.join(FUNCTIONS[function].en for function in Function)} |"
    yield f"| --- |{' --- |' * len(Function)}"
    for form in Form:
        row = [
            _named(filled[form, function], catalogue) or f"({letters[explained[form, function]]})"
            for function in Function
        ]
        yield f"| {FORMS[form].en} | {' | '.join(row)} |"
    yield ""
    for reason, letter in letters.items():
        yield f"- ({letter}) {reason}"


def _named(ids: list[str], catalogue: Catalogue) -> str:
    return " ".join(f"*{one}*" if catalogue.indicators[one].gap else one for one in ids)
