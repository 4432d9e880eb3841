"""Ads to judge a system by: every form of exploitation of the catalogue, lawful look-alikes, decoys, in all languages.

The demo's world (`simulator.world`) shows; the corpus measures. Its stories stand in `stories.yml`, its sentences in
`simulator/phrases/<language>/open.yml` and `frozen.yml`. Whoever writes word lists may read the open share and never
looks at the frozen one; figures that are told to others come from the frozen one.
"""

from simulator.corpus.book import SHARES, Share, languages
from simulator.corpus.play import corpus

__all__ = ["SHARES", "Share", "corpus", "languages"]
