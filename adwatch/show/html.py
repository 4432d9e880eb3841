"""Pieces of HTML. Everything that comes from an ad is text here, whatever it looks like."""

from collections.abc import Iterable
from html import escape

from adwatch.explain.opening import OPENING
from adwatch.explain.pieces import visible

HEAD = (
    OPENING
    + """<style>
body {{ font: 1rem/1.55 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; color: #222; }}
h2 {{ margin-top: 2.2rem; border-bottom: 1px solid #ccc; font-size: 1.2rem; }}
.facts, .small {{ color: #555; font-size: .9rem; }}
.template {{ white-space: pre-wrap; overflow-wrap: anywhere; background: #f7f7f5; padding: 1rem; }}
.template mark {{ background: #ffe58a; color: inherit; border-radius: .2rem; padding: 0 .2rem; }}
.template sub {{ color: #805b00; padding-left: .15rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .88rem; margin: .6rem 0; }}
td, th {{ text-align: left; vertical-align: top; padding: .2rem .9rem .2rem 0; border-bottom: 1px solid #eee; }}
code {{ font-size: .85rem; }}
svg {{ max-width: 100%; height: auto; display: block; }}
svg text {{ font: 11px system-ui, sans-serif; fill: #444; }}
</style>
</head>
<body>
"""
)
FOOT = "</body>\n</html>\n"


def text(value: object) -> str:
    """A value as text that is only shown."""
    return escape(visible(str(value)), quote=True)


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table; empty without rows."""
    lines = [f"<tr>{''.join(f'<td>{text(cell)}' for cell in row)}</tr>" for row in rows]
    if not lines:
        return ""
    head = f"<tr>{''.join(f'<th>{text(name)}' for name in heads)}</tr>"
    return f"<div class=scroll><table>{head}\n{chr(10).join(lines)}\n</table></div>\n"
