"""`adwatch bench`: what we claim of speed, cost and faults, measured; of quality, see `bench_quality.py`."""

from itertools import pairwise
from typing import Annotated

import typer

from adwatch.console.bench_quality import quality
from adwatch.console.common import finish

Ads = Annotated[int, typer.Option(min=1, help="How many ads.")]

bench = typer.Typer(no_args_is_help=True, help="Benchmarks; each ends with one JSON line.")
bench.add_typer(quality)


@bench.command("pipeline")
def bench_pipeline(
    ads: Annotated[int, typer.Option(min=1, help="How many ads, after 3,000 that are not counted.")] = 20_000,
    seconds: Annotated[float, typer.Option(min=0, help="Of each rate at which alerts are timed; 0: none.")] = 30.0,
    warm_search: Annotated[
        int, typer.Option(min=0, help="Documents before the stages start; with any, Java's thorough compiler is used.")
    ] = 0,
    seed: int = 7,
) -> None:
    """Ads a second sustained from ads.raw to searchable (the value), on the real engines; where every ad is in the end.

    Beside it: processor time and memory of each process, waits from ad to alert at 100, 500 and 80 % of the value, and
    what the stage functions and the engines do alone. Fails when an ad is lost. The search engine of a system that runs
    all day is warm: `--warm-search 60000` measures that, and takes two minutes longer.
    """
    from benchmarks.pipeline import run as run_bench

    finish(run_bench(ads=ads, seconds=seconds, seed=seed, documents=warm_search))


@bench.command("flat")
def bench_flat(
    sizes: Annotated[str, typer.Option(help="Numbers of ads at which to look.")] = "100000,1000000",
    few: Annotated[int, typer.Option(help="With so many the others are compared.")] = 10_000,
    seed: int = 7,
) -> None:
    """Cost of an ad with many behind it, as a multiple of its cost with few (the value): all stages and states.

    The same ads go through both states in turn. One core, no servers. A million ads take an hour and a half; each size
    is told on standard error as soon as it is reached.
    """
    from benchmarks import flat

    numbers = sizes.split(",")
    if not all(number.isdecimal() for number in numbers):
        raise typer.BadParameter("takes whole numbers with commas between them", param_hint="--sizes")
    ordered = sorted(map(int, numbers))
    if any(size - before < flat.APART_BY for before, size in pairwise([0, *ordered])):
        raise typer.BadParameter(f"takes numbers at least {flat.APART_BY} apart", param_hint="--sizes")
    finish(flat.run(sizes=ordered, few=few, seed=seed))


@bench.command("growing")
def bench_growing(ads: Ads = 2_000, seed: int = 7) -> None:
    """Two processes of enrich against one (the value), and four; is an ad lost while they come and go?"""
    from benchmarks.growing import run as run_bench

    finish(run_bench(ads=ads, seed=seed))


@bench.command("hops")
def bench_hops(
    records: Annotated[int, typer.Option(min=2_000, help="How many records.")] = 10_000, seed: int = 7
) -> None:
    """Microseconds of processor time a record through a stage that does nothing (the value); both Kafka clients.

    Poll, decode, encode, produce, flush, commit; the broker's share and what an idle stage takes stand in the details.
    """
    from benchmarks.hops import run as run_bench

    finish(run_bench(records=records, seed=seed))


@bench.command("search")
def bench_search(
    documents: Annotated[int, typer.Option(min=1_000, help="How many ads.")] = 100_000,
    rounds: Annotated[int, typer.Option(min=20, help="Times that each question is asked.")] = 100,
    seed: int = 7,
) -> None:
    """Milliseconds of the slowest of the analysts' questions, p95 (the value), and of each of them."""
    from benchmarks.search import run as run_bench

    finish(run_bench(documents=documents, rounds=rounds, seed=seed))


@bench.command("searches")
def bench_searches(
    searches: Annotated[int, typer.Option(help="How many standing searches.")] = 1_000,
    ads: Annotated[int, typer.Option(help="Ads in the index before.")] = 5_000,
    rounds: Annotated[int, typer.Option(help="Batches of 500 that become searchable.")] = 4,
    percolator: Annotated[str, typer.Option(help="Address of a server with a percolator, to measure that too.")] = "",
    seed: int = 7,
) -> None:
    """Milliseconds that a thousand standing searches cost an ad (the value), all in one request; and one by one."""
    from benchmarks.searches import run as run_bench

    finish(run_bench(searches=searches, ads=ads, rounds=rounds, seed=seed, percolator=percolator))


@bench.command("rules")
def bench_rules(
    ads: Ads = 120_000,
    rules: Annotated[int, typer.Option(help="How many rules.")] = 500,
    actors: Annotated[int, typer.Option(help="How many actors.")] = 100_000,
    seed: int = 7,
) -> None:
    """Ads a second through all rules on one core (the value), state, restart, and the same alerts from a new state."""
    from benchmarks.rules import run as run_bench

    finish(run_bench(ads=ads, rules=rules, actors=actors, seed=seed))


@bench.command("link")
def bench_link(
    ads: Annotated[int, typer.Option(min=100, help="How many ads are kept in the end.")] = 20_000, seed: int = 7
) -> None:
    """Ads a second of the whole link stage on one core, Kafka excluded (the value); state, memory, restart, growth."""
    from benchmarks.link import run as run_bench

    finish(run_bench(ads=ads, seed=seed))


@bench.command("enrich")
def bench_enrich(
    ads: Annotated[int, typer.Option(min=1, help="Ads of 600 characters.")] = 4_000, seed: int = 7
) -> None:
    """Ads read in a second of one core (the value), start-up, memory, and the seconds for hostile megabytes."""
    from benchmarks.enrich import run as run_bench

    finish(run_bench(ads=ads, seed=seed))


@bench.command("latency")
def bench_latency(
    rate: Annotated[float, typer.Option(min=0.1, help="Ads published a second.")] = 500.0,
    ads: Ads = 10_000,
    rules: Annotated[int, typer.Option(help="How many rules are live.")] = 100,
    seed: int = 7,
) -> None:
    """Seconds from an ad published to its notification received, p95 (the value), on engines of its own."""
    from benchmarks.latency import run as run_bench

    finish(run_bench(rate=rate, ads=ads, rules=rules, seed=seed))


@bench.command("crawl")
def bench_crawl(
    pages: Annotated[int, typer.Option(min=100, help="Of the crawl whose memory is watched.")] = 5_000,
) -> None:
    """Pages a second of one crawl process, manners off, as a multiple of plain Scrapy on the same pages (the value)."""
    from benchmarks.crawl import run as run_bench

    finish(run_bench(pages))


@bench.command("chaos")
def bench_chaos(
    minutes: Annotated[float, typer.Option(min=0, help="Of faults; each kind comes once at least.")] = 10.0,
    rate: Annotated[float, typer.Option(min=1, help="Ads a second.")] = 20.0,
    seed: int = 7,
) -> None:
    """Lost + doubled + wrong (the value, target 0) while everything is killed, frozen, cut off, filled and poisoned."""
    from benchmarks.chaos.run import run as run_bench

    finish(run_bench(minutes=minutes, rate=rate, seed=seed))
