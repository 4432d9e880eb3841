"""The part of `adwatch bench` that measures how well ads are read, linked and scored."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from adwatch.console.common import finish

Share = Literal["open", "frozen"]  # of the simulator's corpus
Rounds = Annotated[int, typer.Option(min=1, help="How often every story is played, each time in other words.")]

quality = typer.Typer()


@quality.command("link-quality")
def bench_link_quality(
    ads: Annotated[int, typer.Option(min=100, help="Ads of each corpus.")] = 1_000,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds, each with eleven corpora.")] = 5,
    seed: Annotated[int, typer.Option(help="The first of them.")] = 401,
) -> None:
    """Lowest cluster F1 of all corpora and seeds (the value), beside rensa and datasketch used plainly.

    Boilerplate from none to 85 %, edits to 30 %, nine languages, and sets made to lead astray: chains of bridges, hub
    numbers, tiny ads, translations, paraphrases. Fails below the floor.
    """
    from benchmarks.link_quality import run as run_bench

    finish(run_bench(ads=ads, seeds=seeds, seed=seed))


@quality.command("read")
def bench_read(
    ads: Annotated[
        int, typer.Option(min=0, help="Ads of each of three worlds of the demo; 0 leaves them out.")
    ] = 2_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often every style comes in each language.")] = 2,
    plot: Annotated[Path | None, typer.Option(help="Write the plot of recall by style there, as SVG.")] = None,
    seed: Annotated[int, typer.Option(help="Of the demo's worlds; the splits have their own.")] = 11,
) -> None:
    """How well hidden things are read: the lowest F1 of a kind on the frozen split (the value); by style and language.

    The development split may be read by whoever writes detectors; examples of what is missed are shown. The frozen one
    has other styles, sentences and seed, and only its sums are shown. Fails below a pinned floor.
    """
    from benchmarks.laboratory import run as run_bench

    finish(run_bench(ads=ads, seed=seed, rounds=rounds, plot=plot))


@quality.command("names")
def bench_names(ads: Annotated[int, typer.Option(min=50, help="Invented ads.")] = 1_000, seed: int = 11) -> None:
    """Names of persons: points of F1 that rules and model gain over spaCy's model alone (the value), and each alone."""
    from benchmarks.names import run as run_bench

    finish(run_bench(ads=ads, seed=seed))


@quality.command("indicators")
def bench_indicators(
    share: Annotated[Share, typer.Option(help="Only of the open one are missed sentences shown.")] = "frozen",
    rounds: Rounds = 2,
    language: Annotated[list[str] | None, typer.Option(help="Only these; repeat it for several.")] = None,
    seed: int = 7,
) -> None:
    """Macro F1 of the indicators looked for in texts (the value), by indicator, language and evidence grade.

    The frozen share holds sentences that nobody looked at while word lists were written. Fails below a pinned floor.
    """
    from benchmarks.indicators import run as run_bench

    finish(run_bench(share=share, rounds=rounds, seed=seed, only=language or ()))


@quality.command("score")
def bench_score(
    share: Annotated[Share, typer.Option(help="Of the simulator's corpus.")] = "frozen",
    rounds: Rounds = 2,
    plot: Annotated[Path | None, typer.Option(help="Write the calibration plot there, as SVG.")] = None,
    seed: int = 7,
) -> None:
    """Share of planted cases in band medium or high (the value), look-alikes in band high, false alarms by prevalence.

    Runs the whole chain on the corpus, links included. Fails below a pinned floor.
    """
    from benchmarks.score import run as run_bench

    finish(run_bench(share=share, rounds=rounds, seed=seed, plot=plot))
