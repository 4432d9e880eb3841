"""What the founding document asks of the software, what answers it here, and which cells of the matrix are empty."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from processors.catalogue import Catalogue
from processors.catalogue.records import Entry, Filled, Form, Function, Text
from processors.yaml_file import read_yaml

ROOT = Path(__file__).parent.parent
Paragraph = Annotated[str, Field(pattern=r"^(PP([1-9]|1\d|2[0-2])|OP([1-9]|1[0-2]))$")]
Cell = tuple[Form, Function]


class Requirement(Entry):
    """One requirement and what meets it; what is missing is `planned`, with the reason."""

    paragraphs: Annotated[tuple[Paragraph, ...], Field(min_length=1)]
    asks: Filled
    modules: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    planned: str = ""

    @property
    def met(self) -> bool:
        """Is there something of each kind that answers it?"""
        return bool(self.modules and self.tests and self.docs)


class RequirementFile(RootModel[dict[Annotated[str, Field(pattern=r"^REQ-[A-Z0-9]+$")], Requirement]]):
    """`requirements.yml`."""


class Gap(Entry):
    """Cells without an indicator, and why."""

    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    functions: Annotated[tuple[Function, ...], Field(min_length=1)]
    reason: Text


class MatrixFile(Entry):
    """`matrix.yml`."""

    gaps: tuple[Gap, ...]


def requirements(catalogue: Path) -> dict[str, Requirement]:
    """Those in the catalogue's folder. Raises FileError."""
    return read_yaml(catalogue / "requirements.yml").into(RequirementFile).root


def reasons(catalogue: Path) -> dict[Cell, Text]:
    """Why cells of the matrix have no indicator. Raises FileError."""
    gaps = read_yaml(catalogue / "matrix.yml").into(MatrixFile).gaps
    return {(form, function): one.reason for one in gaps for form in one.forms for function in one.functions}


def cells(catalogue: Catalogue) -> dict[Cell, list[str]]:
    """Ids of the indicators in each cell of the matrix of forms and functions."""
    filled: dict[Cell, list[str]] = {(form, function): [] for form in Form for function in Function}
    for one in catalogue.indicators.values():
        for form in one.forms:
            for function in one.functions:
                filled[form, function].append(one.id)
    return filled


def missing(one: Requirement) -> Iterator[str]:
    """What a requirement names that does not exist."""
    for name in (*one.modules, *one.docs):
        if not (ROOT / name).exists():
            yield name
    for name in one.tests:
        file, _, function = name.partition("::")
        path = ROOT / file
        if not path.is_file() or (function and not re.search(rf"^def {function}\(", path.read_text("utf-8"), re.M)):
            yield name
