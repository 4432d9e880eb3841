"""Writes the JSON Schema of source files, for editors. `python -m spiders.export` after a change of the format."""

import json
from pathlib import Path

from spiders.source import Source

SCHEMA = Path(__file__).parent / "source.schema.json"
# First line of a source file: editors with a YAML language server then complete and check it while one types.
MODELINE = "# yaml-language-server: $schema=../../source.schema.json\n"


def schema() -> str:
    """The JSON Schema of a source file, as text."""
    made = Source.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "A source of ads"
    return json.dumps(made, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    SCHEMA.write_text(schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
