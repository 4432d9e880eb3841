"""Reading ads on one core: ads a second, start-up, memory, and the worst texts that anybody could send."""

import multiprocessing
import resource
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import cycle

from benchmarks.line import line
from processors.stage import Process
from schemas.ad import RawAd
from schemas.base import SourceFamily
from simulator import world

TARGET = 2_500.0  # ads a second
LENGTH = 600  # characters of an ad
BATCH = 256
SEEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
LARGE = 1_000_000  # characters of a hostile text

# Repeated up to a megabyte; each once was, or could be, the worst case of some part.
HOSTILE = {
    "one_letter": "a",
    "one_digit": "1",
    "digits_apart": "1 2 ",
    "phone_numbers": "415 555 0123 ",
    "spelled_digits": "four one five oh ",
    "addresses": "a@a.",
    "at_and_dot": "a at b dot ",
    "links": "http://t.me/a",
    "open_brackets": "((",
    "prices": "$1 1h ",
    "names": "call Anna Maria ",
    "legal_forms": "Blue Sky S.A. Ltd ",
    "dates": "1/2/20 May 1 ",
    "places": "New San Saint ",
    "marks": "a\u0301\u0336",
    "invisible": "\u200b\u202e",
    "lookalikes": "аa1О",
    "html": "<a &#52;",
}


def run(ads: int, seed: int) -> int:
    """Measure in a fresh process and print the JSON line."""
    texts = mixed(ads, seed)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        started = time.perf_counter()
        start_cpu_s = pool.submit(_start).result()
        start_s = time.perf_counter() - started
        seconds, memory_mb = pool.submit(_read, texts).result()
        worst = {name: pool.submit(_hostile, unit).result() for name, unit in HOSTILE.items()}
    details = {
        "ads": ads,
        "characters": LENGTH,
        "microseconds_per_ad": round(seconds / ads * 1e6, 1),
        "start_s": round(start_s, 2),
        "start_cpu_s": round(start_cpu_s, 2),
        "memory_mb": memory_mb,
        "megabyte_s": worst,
        "worst_megabyte_s": max(worst.values()),
    }
    print(line("enrich", round(ads / seconds, 1), "ads/s", TARGET, details, ("msgspec", "phonenumbers", "spacy")))
    return 0


def mixed(ads: int, seed: int) -> list[str]:
    """Texts of 600 characters: one language in each, all languages of the simulator in turn."""
    texts: dict[str, list[str]] = {}
    for each in world(max(ads, 200), seed).ads:
        texts.setdefault(each.answer.language, []).append(f"{each.title}\n{each.body}")
    sources = {language: cycle(found) for language, found in texts.items()}
    return [_long(sources[language]) for language, _ in zip(cycle(sorted(sources)), range(ads), strict=False)]


def _long(texts: Iterator[str]) -> str:
    text = next(texts)
    while len(text) < LENGTH:
        text = f"{text}\n{next(texts)}"
    return text[:LENGTH]


_process: Process | None = None  # of the measured process


def _reader() -> Process:
    global _process
    if _process is None:
        from processors.enrich import build
        from processors.settings import ProcessorSettings, SecretSettings

        secrets = SecretSettings.model_validate({"token_key": "a key of this benchmark", "url_key": "none is needed"})
        _process = build(ProcessorSettings(secrets=secrets))
    return _process


def _start() -> float:
    """CPU seconds from the start of the process to its first ad read."""
    _reader()([_ad(0, "Call 415-555-0123")])
    return time.process_time()


def _read(texts: Sequence[str]) -> tuple[float, int]:
    """CPU seconds for all texts, and the memory of the process in MB, shared parts included."""
    process, ads = _reader(), [_ad(number, text) for number, text in enumerate(texts)]
    process(ads[:BATCH])
    started = time.process_time()
    for start in range(0, len(ads), BATCH):
        process(ads[start : start + BATCH])
    return time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _hostile(unit: str) -> float:
    """CPU seconds for a megabyte of one thing."""
    ad = _ad(0, (unit * LARGE)[:LARGE])
    started = time.process_time()
    _reader()([ad])
    return round(time.process_time() - started, 3)


def _ad(number: int, text: str) -> RawAd:
    return RawAd(
        ad_id=f"ad-{number}",
        source="bench",
        source_family=SourceFamily.CLASSIFIEDS,
        key=str(number),
        url=f"https://site.example/{number}",
        observed_at=SEEN,
        body=text,
        country_hint=("GB", "FR", "US", "ES")[number % 4],
    )
