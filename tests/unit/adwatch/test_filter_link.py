"""`adwatch filter link`: clusters, templates, slots and actors of lines on standard input, in whatever order."""

import io
import json
import random
from typing import Any

import pytest

from adwatch.chain import Linker
from adwatch.commands import filter_link as filters
from adwatch.errors import KnownError
from tests.unit.processors.link.cases import FARM, SETTINGS, SHOP, ad

LINES: list[dict[str, Any]] = [
    *(
        {
            "id": f"room-{n}",
            "text": f"Room {n} near the lake for two guests, breakfast by the window, ring 07700 90012{n}",
        }
        for n in range(4)
    ),
    {
        "id": "boat-1",
        "text": "Old wooden boat for sale with two oars and a leak that a patient person can mend 07700 900120",
    },
    {"id": "boat-2", "text": "Old wooden boat for sale with two oars and a leak that a patient person can mend"},
]


def run(lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, capfdbinary: Any, **how: Any) -> list[Any]:
    text = "".join(json.dumps(line) + "\n" for line in lines)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert filters.link(**how) == 0
    return [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]


def linked(lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> dict[str, dict[str, Any]]:
    out = run(lines, monkeypatch, capfdbinary)
    assert [line["id"] for line in out] == [line["id"] for line in lines]
    return {line["id"]: line for line in out}


def test_clusters_templates_slots_and_actors(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    lines = linked(LINES, monkeypatch, capfdbinary)
    assert len({lines[f"room-{n}"]["cluster"] for n in range(4)}) == 1
    assert lines["boat-1"]["cluster"] == lines["boat-2"]["cluster"] != lines["room-0"]["cluster"]
    assert lines["boat-1"]["actor"] == lines["room-0"]["actor"] != lines["room-1"]["actor"]
    assert lines["boat-2"]["actor"] is None
    assert lines["room-2"]["template"] == "Room {} near the lake for two guests, breakfast by the window, ring {}"
    assert lines["room-2"]["slots"][0] == "2"


def test_the_order_of_the_ads_makes_no_difference() -> None:
    ads = [ad(str(n), f"{(FARM, SHOP)[n % 2]} {n}", phones=(str(n % 5), str(n % 3)), minutes=n // 4) for n in range(20)]
    states = []
    for seed in range(5):
        linker = Linker(SETTINGS)
        linker.add_all(random.Random(seed).sample(ads, len(ads)))
        states.append(linker.latest)
    assert states == [states[0]] * 5


def test_each_ad_with_what_it_was_compared_with(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    lines = {line["id"]: line for line in run(LINES, monkeypatch, capfdbinary, explain=True)}
    assert [pair["ads"] for pair in lines["boat-2"]["why"]] == [["boat-2", "boat-1"]]
    assert {pair["ads"][1] for pair in lines["boat-1"]["why"]} == {"boat-2", "room-0"}
    with pytest.raises(KnownError, match="no ad 'nobody'"):
        run([], monkeypatch, capfdbinary, pair=("nobody", "boat-1"))
