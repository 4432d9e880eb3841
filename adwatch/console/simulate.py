"""`adwatch simulate`: invented ads."""

from typing import Annotated, Literal

import typer

from adwatch.console.common import finish


def simulate(
    ads: Annotated[int, typer.Option(help="How many ads.")] = 300,
    seed: Annotated[int, typer.Option(help="Seed; the same seed gives the same ads.")] = 7,
    visit: Annotated[int, typer.Option(help="Which visit: later ones have new, edited, removed, reposted ads.")] = 1,
    serve: Annotated[bool, typer.Option(help="Serve the three sites on loopback until Ctrl-C.")] = False,
    port: Annotated[int, typer.Option(help="Port of the sites; 0 picks a free one.")] = 8321,
    answers: Annotated[bool, typer.Option(help="Print the answer sheet instead of the ads.")] = False,
    share: Annotated[
        Literal["open", "frozen"] | None,
        typer.Option(
            help="Ads to measure by in place of the demo's: a share of the corpus, whole. --ads has no effect."
        ),
    ] = None,
    laboratory: Annotated[
        Literal["development", "frozen"] | None,
        typer.Option(help="Ads that hide phones, e-mails, handles, prices and ages: a split of the laboratory, whole."),
    ] = None,
    style: Annotated[
        list[str] | None, typer.Option(help="Of the laboratory only ads with this style; repeat it for several.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="Of the corpus or the laboratory only these; repeat it for several.")
    ] = None,
) -> None:
    """Invented ads as JSON lines, their answer sheet, or the local sites that serve them."""
    from adwatch.commands.simulate import run as run_simulator

    finish(
        run_simulator(
            ads=ads,
            seed=seed,
            visit=visit,
            serve=serve,
            port=port,
            answers=answers,
            share=share,
            language=language or [],
            split=laboratory,
            styles=style or [],
        )
    )
