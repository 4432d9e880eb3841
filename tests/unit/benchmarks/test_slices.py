"""Figures by slice: counted by hand on a handful of ads."""

from benchmarks.slices import Judged, slices, spread
from schemas.score import Band


def ad(language: str, form: str, band: Band, stated: str = "", found: str = "") -> Judged:
    planted = form != "none"
    return Judged(language, form, "job_board", planted, band, frozenset(stated.split()), frozenset(found.split()))


ADS = [
    ad("en", "labour_exploitation", Band.HIGH, "LB-06 LB-13", "LB-06 LB-13"),
    ad("en", "labour_exploitation", Band.LOW, "LB-06", ""),
    ad("en", "none", Band.HIGH, "", "LB-08"),
    ad("en", "none", Band.LOW),
    ad("fr", "organ_removal", Band.MEDIUM, "OR-01", "OR-01"),
]


def test_each_slice_has_its_own_figures() -> None:
    sliced = slices(ADS)
    english, french = sliced["language"]["en"], sliced["language"]["fr"]
    assert (english["ads"], english["reached"], english["false_high"]) == (4, 0.5, 0.5)
    assert (english["precision"], english["recall"]) == (0.6667, 0.6667)
    assert (french["reached"], french["false_high"], french["f1"]) == (1.0, None, 1.0)
    assert set(sliced["form"]) == {"labour_exploitation", "none", "organ_removal"}
    assert sliced["form"]["none"]["reached"] is None
    assert sliced["source_family"]["job_board"]["ads"] == len(ADS)


def test_the_distance_between_the_best_and_the_worst_slice() -> None:
    languages = slices(ADS)["language"]
    assert spread(languages, "reached") == 0.5
    assert spread(languages, "false_high") == 0.0
    assert slices([])["language"] == {}
    assert spread({}, "reached") == 0.0
