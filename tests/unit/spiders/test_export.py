"""The exported JSON Schema: up to date, true of every pack, and as strict as the typed view."""

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from spiders.export import MODELINE, SCHEMA, schema
from spiders.source import FILE, FOLDER, source_names
from tests.unit.spiders.packs import LISTING, PACK

VALIDATOR = Draft202012Validator(json.loads(schema()), format_checker=FormatChecker())


def errors(pack: dict[str, Any]) -> list[str]:
    plain = json.loads(json.dumps(pack, default=str))  # YAML knows dates, JSON does not
    return [error.json_path for error in VALIDATOR.iter_errors(plain)]


def test_the_export_is_up_to_date() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema(), "run: python -m spiders.export"


@pytest.mark.parametrize("name", source_names())
def test_every_pack_is_valid_and_names_the_schema(name: str) -> None:
    text = (FOLDER / name / FILE).read_text(encoding="utf-8")
    assert errors(yaml.safe_load(text)) == []
    assert text.startswith(MODELINE)
    assert (FOLDER / name / MODELINE.split("=")[1].strip()).resolve() == SCHEMA


@pytest.mark.parametrize(
    "changes",
    [
        {"ownr": "x"},
        {"family": "shop"},
        {"pace": {"delay_s": "soon"}},
        {"read": {"how": "magic"}},
        {"read": {**LISTING, "pattern": ".*"}},
        {"read": {**LISTING, "ad": {"type": "Person"}}},
        {"verified": "yes"},
    ],
)
def test_what_is_wrong_is_wrong_in_an_editor_too(changes: dict[str, Any]) -> None:
    assert errors({**PACK, **changes}) != []
