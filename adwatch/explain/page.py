"""Read ads as one web page that needs nothing else: no script, no font, no picture, and no request to anywhere."""

from collections.abc import Mapping
from html import escape

from adwatch.explain.opening import OPENING
from adwatch.explain.pieces import Piece, finding_line, mention_reason, pieces, summary, visible
from schemas.ad import EnrichedAd

HEAD = (
    OPENING.format(language="en", title="What was read where, and why")
    + """<style>
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
article { border-top: 1px solid #bbb; padding: 1rem 0; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.text mark { color: inherit; border-radius: .2rem; background: #dbe7ff; }
.text .phone, .text .email, .text .handle, .text .url, .text .wallet { background: #ffe58a; }
.text .person_name { background: #f3c4f3; }
.text .organisation { background: #bdeef2; }
.text .place { background: #c6efc2; }
.finding { text-decoration: underline wavy #c0392b; }
table { border-collapse: collapse; font-size: .9rem; margin-top: .5rem; }
td, th { text-align: left; vertical-align: top; padding: .15rem .8rem .15rem 0; overflow-wrap: break-word; }
.facts { color: #666; font-size: .9rem; }
</style>
</head>
<body>
<h1>What was read where, and why</h1>
<p>Phones and other contacts are yellow, names pink, organisations blue-green, places green, amounts and times blue.
What an indicator rests on is underlined.</p>
"""
)
FOOT = "</body>\n</html>\n"


def article(ad: EnrichedAd, labels: Mapping[str, str]) -> str:
    """One ad. Everything it holds is text here, whatever it looks like."""
    mentions = "".join(_row(one.kind.value, one.surface, one.value, mention_reason(one)) for one in ad.mentions)
    findings = "".join(
        _row(finding_line(one, labels), " / ".join(span.quote for span in one.spans)) for one in ad.findings
    )
    return (
        f"<article>\n<h2>{_text(ad.ad_id)}</h2>\n<p class=facts>{_text(summary(ad))}</p>\n"
        f"<div class=text>{''.join(map(_piece, pieces(ad)))}</div>\n"
        + (f"<table><tr><th>kind<th>as written<th>value<th>why</tr>\n{mentions}</table>\n" if mentions else "")
        + (f"<table><tr><th>indicator<th>where</tr>\n{findings}</table>\n" if findings else "")
        + "</article>\n"
    )


def _piece(piece: Piece) -> str:
    text = _text(piece.text)
    if piece.findings:
        ids = " ".join(dict.fromkeys(finding.indicator for finding in piece.findings))
        text = f'<span class=finding title="{_text(ids)}">{text}</span>'
    if piece.mention:
        title = _text(f"{piece.mention.kind.value} {piece.mention.value}: {mention_reason(piece.mention)}")
        text = f'<mark class={piece.mention.kind.value} title="{title}">{text}</mark>'
    return text


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{_text(cell)}' for cell in cells)}</tr>\n"


def _text(text: str) -> str:
    return escape(visible(text), quote=True)
