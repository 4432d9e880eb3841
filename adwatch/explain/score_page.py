"""Scores as one web page that needs nothing else: no script, no font, no picture, and no request to anywhere."""

from html import escape

from adwatch.explain.opening import OPENING
from adwatch.explain.pieces import visible
from adwatch.explain.score_words import INTRO, TITLE
from adwatch.explain.told import Row, Section, Told

HEAD = (
    OPENING
    + """<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem; color: #222; }}
article {{ border-top: 2px solid #bbb; padding: 1rem 0 2rem; overflow-wrap: break-word; }}
h2 {{ font-size: 1.1rem; }}
h3 {{ font-size: 1rem; margin: 1.2rem 0 .3rem; }}
.band {{ border-radius: .2rem; padding: .1rem .6rem; font-weight: 600; background: #ddd; }}
.low {{ background: #cfe8ee; }} .medium {{ background: #ffe08a; }} .high {{ background: #c0392b; color: #fff; }}
.facts, .detail {{ color: #555; font-size: .9rem; }}
table {{ border-collapse: collapse; width: 100%; }}
td {{ vertical-align: top; padding: .25rem 0; border-top: 1px solid #eee; }}
td.value {{ width: 6.5rem; padding-right: .8rem; font-variant-numeric: tabular-nums; }}
q {{ display: block; font-style: italic; font-size: .9rem; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{intro}</p>
"""
)
FOOT = "</body>\n</html>\n"


def head(language: str) -> str:
    """What stands before the ads."""
    title, intro = (_text(each.in_language(language)) for each in (TITLE, INTRO))
    return HEAD.format(language=_text(language), title=title, intro=intro)


def article(told: Told) -> str:
    """One score. Everything from an ad is text here, whatever it looks like."""
    facts = " · ".join(map(_text, told.facts))
    return (
        f"<article>\n<h2>{_text(told.ad_id)}</h2>\n"
        f'<p><span class="band {told.band.value}">{_text(told.band_word)}</span> {_text(told.statement)}</p>\n'
        f"<p class=facts>{facts}</p>\n{''.join(map(_section, told.sections))}</article>\n"
    )


def _section(section: Section) -> str:
    return f"<h3>{_text(section.heading)}</h3>\n<table>\n{''.join(map(_row, section.rows))}</table>\n"


def _row(row: Row) -> str:
    value = f"<td class=value>{_text(row.value)}" if row.value else ""
    detail = f"<div class=detail>{_text(row.detail)}</div>" if row.detail else ""
    quotes = "".join(f"<q>{_text(quote)}</q>" for quote in row.quotes)
    return f"<tr>{value}<td>{_text(row.text)}{detail}{quotes}</tr>\n"


def _text(text: str) -> str:
    return escape(visible(text), quote=True)
