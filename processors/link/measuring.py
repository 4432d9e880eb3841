"""The figures behind a comparison of two texts, for a person who asks why they are together or not."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from processors.link.commonness import Weights
from processors.link.similarity import GAP, GAP_SHORT, SAMPLE, Sketch, longest_gap, within


class Measured(NamedTuple):
    """What is compared of an ad and one text, boilerplate discounted; shares are from 0 to 1."""

    found_in_text: float  # how much of the ad is in the text
    found_in_ad: float  # how much of the text is in the ad
    shared: float  # shingles in common, by weight
    gap_in_ad: float  # the longest passage of the ad that the text does not have, as a share of the ad
    gap_in_text: float
    gap_allowed: float  # in both at once it must not be longer


def measure(ad: Sketch, text: Sketch) -> Measured:
    """The figures behind `compare`."""
    one, other = (np.isin(a.values, b.values) for a, b in ((ad, text), (text, ad)))
    ad_weights, text_weights = within(text.limit, ad.values, ad.weights), within(ad.limit, text.values, text.weights)
    shorter = min(ad.shingles, text.shingles, SAMPLE) or 1
    return Measured(
        found_in_text=_share(ad_weights, one),
        found_in_ad=_share(text_weights, other),
        shared=float(ad_weights.dot(one)),
        gap_in_ad=longest_gap(one, ad_weights),
        gap_in_text=longest_gap(other, text_weights),
        gap_allowed=GAP + GAP_SHORT / shorter,
    )


def _share(weights: Weights, found: NDArray[np.bool_]) -> float:
    return float(weights.dot(found)) / (float(weights.sum()) or 1.0)
