"""A read ad in colour, on a terminal."""

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from adwatch.explain.pieces import Piece, finding_line, mention_reason, pieces, summary, visible
from schemas.ad import EnrichedAd
from schemas.mention import MentionKind

COLOURS = {
    MentionKind.PHONE: "bold black on yellow", MentionKind.EMAIL: "bold black on yellow",
    MentionKind.HANDLE: "bold black on yellow", MentionKind.URL: "bold black on yellow",
    MentionKind.WALLET: "bold black on yellow", MentionKind.PERSON_NAME: "black on magenta",
    MentionKind.ORGANISATION: "black on cyan", MentionKind.PLACE: "black on green",
    MentionKind.PRICE: "white on blue", MentionKind.AGE: "white on blue", MentionKind.HOURS: "white on blue",
    MentionKind.DURATION: "white on blue", MentionKind.DATE: "white on blue",
    MentionKind.PARTIAL_PHONE: "black on yellow", MentionKind.PAYMENT: "white on blue",
    MentionKind.CHARGE: "white on blue", MentionKind.PERSONS: "white on blue",
    MentionKind.TERM: "white on blue", MentionKind.ROUTE: "black on green",
}  # fmt: skip
FINDING = "underline red"


def show(console: Console, ad: EnrichedAd, labels: Mapping[str, str]) -> None:
    """Print the ad's text with everything that was read in it marked, and below it the list with the reasons."""
    console.rule(Text(visible(ad.ad_id)))
    console.print(Text(summary(ad), style="dim"))
    text = Text()
    for piece in pieces(ad):
        text.append(visible(piece.text), _style(piece))
    console.print(text)
    for mention in ad.mentions:
        row = Text("  ")
        row.append(f" {mention.kind.value} ", COLOURS[mention.kind])
        row.append(f" {visible(mention.surface)} = {visible(mention.value)}")
        row.append(f"  {mention_reason(mention)}", "dim")
        console.print(row)
    for finding in ad.findings:
        row = Text("  ")
        row.append(visible(finding_line(finding, labels)), "red")
        for span in finding.spans:
            row.append(f"\n      {visible(span.quote)}", "dim")
        console.print(row)


def _style(piece: Piece) -> str:
    if piece.mention:
        return COLOURS[piece.mention.kind] + (" underline" if piece.findings else "")
    return FINDING if piece.findings else ""
