"""Ads a second from `ads.raw` to searchable on the real engines, what they cost, how long alerts take, what is lost."""

from collections.abc import Iterator
from typing import Any

from adwatch import settings
from adwatch.demo import work
from adwatch.processes import Children
from adwatch.receiver import Receiver, receiver
from benchmarks.account import account, alerts
from benchmarks.ceiling import ceiling
from benchmarks.engines_alone import bus_alone, search_alone
from benchmarks.installation import SECRET, START_S, installation, telling
from benchmarks.invented import invented
from benchmarks.latency import WARM_S, at_rate
from benchmarks.line import line
from benchmarks.machine import load
from benchmarks.throughput import throughput
from benchmarks.warming import THOROUGH, warm_search
from processors.settings import ProcessorSettings
from schemas.ad import RawAd

TARGET = 1_500.0  # ads a second, two cores, everything on them
SAMPLE = 4_000  # ads for the ceiling: enough for a steady figure
WARM_UP = 3_000  # ads before the measured ones: engines and stages compile and fill their caches; reported apart
RATES = (100.0, 500.0)  # at which alerts are timed, beside the share of what is sustained
SHARE = 0.8
VERSIONS = ("kafka-python", "elasticsearch", "spacy", "msgspec", "lmdb")


def run(ads: int, seed: int, seconds: float, documents: int = 0) -> int:
    """Measure and print the JSON line; alerts for so many seconds at each rate. Exit code 1 when an ad is lost.

    With `documents`, the search engine has Java's thorough compiler and so many documents behind it when stages start.
    """
    home = settings.home() / "bench"
    begun_under = load()
    warm = min(WARM_UP, ads)
    raw = invented(warm + ads, seed)
    work.begin_afresh(home)
    compiler = THOROUGH if documents else {}
    with receiver(home / "received", SECRET) as other, installation(home, **telling(other), **compiler):
        loaded = settings.load()
        warmed = warm_search(documents, seed - 1, loaded).details() if documents else None
        with Children({}, home / "logs") as children:
            work.start_stages(children, START_S)
            cold = throughput(raw[:warm], loaded, children)
            measured = throughput(raw[warm:], loaded, children)
            timed = list(_timed(measured.sustained, seconds, seed, loaded, children, other))
        where = account(loaded)
        told = [path.stem for path in other.folder.glob("*.json")]
        details: dict[str, Any] = {
            "ads": ads,
            "load": [begun_under, load()],
            "lost": where["lost"],
            "where_all_are": where,
            "alerts": alerts(loaded, told),
            "warm_search": warmed,
            "warm_up": {"ads": warm, "ads_per_second": round(cold.whole, 1)},
            **measured.details(),
            "ad_to_alert": timed,
            "ceiling": _ceiling(raw[:warm], raw[warm:], loaded),
        }
    print(line("pipeline", round(measured.sustained, 1), "ads/s", TARGET, details, VERSIONS))
    return 1 if where["lost"] or not measured.searchable else 0


def _timed(
    sustained: float, seconds: float, seed: int, loaded: ProcessorSettings, children: Children, other: Receiver
) -> Iterator[dict[str, Any]]:
    """The waits at each rate. What the system does not sustain is not measured: the queue would only grow."""
    if not seconds:
        return
    for number, rate in enumerate((*RATES, SHARE * sustained)):
        if rate > sustained:
            reason = f"not measured: above the {sustained:.0f} ads a second that are sustained"
            yield {"ads_per_second": rate, "keeps_up": False, "why": reason}
        else:
            fresh = invented(round(rate * (WARM_S + seconds)) + 1, seed + 1 + number)
            yield at_rate(fresh, rate, loaded, children, other).details()


def _ceiling(warm: list[RawAd], raw: list[RawAd], loaded: ProcessorSettings) -> dict[str, Any]:
    """What the parts would do alone."""
    functions = ceiling(warm, raw[:SAMPLE], loaded)
    return {
        "stage_functions_microseconds_per_ad": functions.details(),
        "elasticsearch_alone": search_alone(functions.scored, loaded).details(),
        "kafka_alone": bus_alone(functions.scored, loaded).details(),
    }
