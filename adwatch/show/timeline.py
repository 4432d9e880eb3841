"""A timeline: a bar for each ad from first to last seen, with gaps where it was away, edits, and its end."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from adwatch.show.colours import colours_of
from adwatch.show.html import text
from processors.index.document import AdDocument

MOST_ROWS = 60  # ads with a bar of their own, the newest
_LEFT, _WIDTH, _ROW = 190, 1000, 16  # of the bars, of the picture, of one row
_TICKS = 6
Across = Callable[[datetime], float]


def timeline(ads: Sequence[AdDocument]) -> str:
    """The timeline of ads that come in order of time."""
    shown = ads[-MOST_ROWS:]
    begin, end = min(map(_begins, shown)), max(max(ad.last_seen, ad.gone_at or ad.last_seen) for ad in shown)
    span = max((end - begin).total_seconds(), 3600.0)

    def x(at: datetime) -> float:
        return _LEFT + (_WIDTH - _LEFT - 40) * (at - begin).total_seconds() / span

    colours = colours_of(ad.source for ad in ads)
    height = _ROW * len(shown) + 42
    parts = [f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="timeline of {len(shown)} ads">']
    parts += [_tick(x(at), at, height) for at in _ticks(begin, span)]
    parts += [_row(ad, 20 + _ROW * row, x, colours[ad.source]) for row, ad in enumerate(shown)]
    parts.append("</svg>\n")
    parts.append(_legend(colours, len(ads) - len(shown)))
    return "\n".join(parts)


def _begins(ad: AdDocument) -> datetime:
    return min(ad.first_seen, ad.posted_at or ad.first_seen)


def _ticks(begin: datetime, span: float) -> list[datetime]:
    return [begin + timedelta(seconds=span * n / (_TICKS - 1)) for n in range(_TICKS)]


def _tick(x: float, at: datetime, height: int) -> str:
    line = f'<line x1="{x:.1f}" y1="12" x2="{x:.1f}" y2="{height - 22}" stroke="#e4e4e0"/>'
    return f'{line}<text x="{x:.1f}" y="{height - 8}" text-anchor="middle">{at:%Y-%m-%d}</text>'


def _row(ad: AdDocument, y: int, x: Across, colour: str) -> str:
    place = ad.located[0].name if ad.located else next(iter(ad.places), "")
    first, last = x(ad.first_seen), x(ad.last_seen)
    marks = [
        f'<text x="{_LEFT - 8}" y="{y + 9}" text-anchor="end">{text(place[:14])} {text(ad.ad_id[:8])}</text>',
        f'<rect x="{first:.1f}" y="{y}" width="{max(last - first, 3):.1f}" height="9" rx="2" fill="{colour}"/>',
    ]
    for away in ad.absences:
        begins, ends = x(away.last_seen), x(away.back)
        marks.append(
            f'<rect x="{begins:.1f}" y="{y}" width="{ends - begins:.1f}" height="9" fill="#fff" opacity=".75"/>'
        )
    marks += [f'<rect x="{x(edit.at):.1f}" y="{y - 2}" width="1.5" height="13" fill="#222"/>' for edit in ad.edits]
    if ad.posted_at:
        marks.append(f'<circle cx="{x(ad.posted_at):.1f}" cy="{y + 4.5}" r="3.5" fill="#fff" stroke="{colour}"/>')
    if ad.gone_at:
        marks.append(f'<text x="{x(ad.gone_at):.1f}" y="{y + 9}" text-anchor="middle">✕</text>')
    return f"<g><title>{text(_told(ad))}</title>{''.join(marks)}</g>"


def _told(ad: AdDocument) -> str:
    gone = f", gone by {ad.gone_at:%Y-%m-%d}" if ad.gone_at else ""
    return f"{ad.source}: seen from {ad.first_seen:%Y-%m-%d %H:%M} to {ad.last_seen:%Y-%m-%d %H:%M}{gone}"


def _legend(colours: dict[str, str], hidden: int) -> str:
    keys = " ".join(f'<span style="color:{colour}">■</span> {text(source)}' for source, colour in colours.items())
    more = f" {hidden} older ads are not drawn." if hidden else ""
    return f"<p class=small>{keys}. ○ posted, ▏ edited, ✕ gone; pale: away.{more}</p>\n"
