"""What is remembered of alerts: little, nothing of erased ads, and nothing of a batch that waits."""

from pathlib import Path
from typing import Any

from processors.alert import rests
from processors.alert.assistance import Directory
from processors.alert.forget import forget, remains
from processors.alert.matching import process
from processors.alert.standing import with_standing
from processors.searches import Saved, SavedSearch
from processors.stage import Retry
from processors.state import MemoryTransaction
from tests import factories
from tests.unit.processors.alert.desk import MANY, ONE, THREE, TWO_, Desk, split


def test_erased_ads_are_forgotten_here_too() -> None:
    desk = Desk(MANY)
    desk.give(ONE, TWO_, THREE)
    assert remains({ONE.ad_id}, desk.tx) > 0
    forget({ONE.ad_id}, desk.tx)
    assert remains({ONE.ad_id}, desk.tx) == 0
    [told] = desk.give(split([TWO_], [THREE]))
    assert ONE.ad_id not in told.ads
    forget({TWO_.ad_id, THREE.ad_id}, desk.tx)
    assert desk.give(split([TWO_], whole="y")) == []


def test_while_the_search_is_away_nothing_is_said(tmp_path: Path) -> None:
    saved = Saved(tmp_path)
    saved.add(SavedSearch(id="s", title="t", query={"match_all": {}}, by="ada", since=factories.NOON))

    def away(*_: object) -> Any:
        raise OSError("refused")

    run = with_standing(process([MANY], Directory()), away, saved, Directory(), OSError)
    answer = run([ONE, split([ONE])], MemoryTransaction())
    assert answer == [Retry("search: refused"), Retry("search: refused")]


def test_an_alert_takes_little_room() -> None:
    desk = Desk(MANY)
    desk.give(ONE, TWO_, THREE)
    [size] = [len(key) + len(value) for key, value in desk.tx.scan(rests.RESTS)]
    assert size < 500
