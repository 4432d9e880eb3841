"""One pace a domain, whoever asks: moments are agreed over a file."""

from pathlib import Path

import pytest

from spiders.pace import AHEAD_S, AskedToWaitError, Pace

NOW = 1_800_000_000.0


def reserve(pace: Pace, delay_s: float = 2, now: float = NOW, patience_s: float = 60) -> float:
    return pace.reserve("ads.example", delay_s, now, patience_s) - NOW


def test_requests_of_one_domain_keep_their_distance_whoever_sends_them(tmp_path: Path) -> None:
    one, other = Pace(tmp_path), Pace(tmp_path)  # as in two processes
    assert [reserve(one), reserve(other), reserve(one), reserve(other)] == [0, 2, 4, 6]


@pytest.mark.parametrize(("delays", "moments"), [((1, 10, 1), (0, 10, 20)), ((10, 1, 1), (0, 10, 11))])
def test_the_slower_of_two_neighbours_decides(
    tmp_path: Path, delays: tuple[float, ...], moments: tuple[float, ...]
) -> None:
    assert tuple(reserve(Pace(tmp_path), delay) for delay in delays) == moments


def test_domains_do_not_wait_for_each_other(tmp_path: Path) -> None:
    pace = Pace(tmp_path)
    assert [pace.reserve(name, 5, NOW, 60) for name in ("ads.example", "jobs.example", "[::1]:80")] == [NOW] * 3


def test_an_agreed_pause_holds_for_all(tmp_path: Path) -> None:
    Pace(tmp_path).hold("ads.example", NOW + 30, NOW)
    Pace(tmp_path).hold("ads.example", NOW + 5, NOW)  # a shorter one changes nothing
    assert reserve(Pace(tmp_path)) == 30
    with pytest.raises(AskedToWaitError):
        reserve(Pace(tmp_path), patience_s=10)
    assert reserve(Pace(tmp_path)) == 32  # who gave up took no turn


@pytest.mark.parametrize("content", [b"", b"{", b'{"last": "x"}', b'{"last": 9e99}', b"\xff" * 5000])
def test_a_damaged_file_or_a_clock_gone_wrong_stops_nobody(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ads.example").write_bytes(content)
    assert reserve(Pace(tmp_path)) == 0


def test_no_site_can_ask_for_more_than_a_day(tmp_path: Path) -> None:
    Pace(tmp_path).hold("ads.example", NOW + 1e9, NOW)
    assert reserve(Pace(tmp_path), patience_s=1e9) == AHEAD_S
