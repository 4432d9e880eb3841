"""Writes the JSON Schema of every topic's record to schemas/json/. `python -m schemas.export` after a change."""

import json
from pathlib import Path

import msgspec

from schemas.topics import TOPICS

FOLDER = Path(__file__).parent / "json"


def rendered() -> dict[str, str]:
    """File name -> text of each exported schema."""
    return {
        f"{topic.name}.schema.json": json.dumps(msgspec.json.schema(topic.record), indent=2, sort_keys=True) + "\n"
        for topic in TOPICS.values()
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in rendered().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
