"""What the chain of stages that do nothing costs an ad: counted by hand."""

import pytest

from benchmarks.hop import Hop
from benchmarks.hops_chain import PER_AD, RAISED, TOLD, nothing, put_out, whole
from processors.pipeline import STAGES
from processors.stage import Emit
from schemas.topics import LINKED
from tests import factories


def test_each_stage_counts_as_often_as_it_takes_a_record_with_the_broker_beside_it() -> None:
    hops = {name: Hop(records=1000, stage_s=0.08, broker_s=0.02, seconds=0.5) for name in PER_AD}
    hops["enrich"] = Hop(records=2000, stage_s=0.5, broker_s=0.1, seconds=2.0)
    found = whole(hops)
    # enrich 300 an ad; seal and link 100 each; index, alert and overview as often as an ad is told; file and notify
    assert found["chain_microseconds_per_ad"] == pytest.approx(300 + 200 + 3 * TOLD * 100 + 2 * RAISED * 100)
    assert found["chain_ads_per_second_of_two_cores"] == round(2e6 / found["chain_microseconds_per_ad"])
    assert found["chain"]["index"] == {
        "records_per_ad": TOLD,
        "out_per_ad": TOLD,
        "microseconds_per_record": 80.0,
        "broker_microseconds_per_record": 20.0,
        "records_per_second": 2000,
    }


def test_the_chain_is_the_pipeline() -> None:
    assert set(STAGES) - set(PER_AD) == {"health"}
    lying = {"ads.raw": 1.0}
    for name, passed in PER_AD.items():
        assert lying[STAGES[name].reads.name] == passed.reads, f"{name} takes what the stage before it puts out"
        lying |= {topic.name: passed.writes for topic in STAGES[name].writes[:1]}


def test_ready_records_in_the_share_of_the_stage_however_batches_fall() -> None:
    ready = [factories.linked_ad(ad_id=f"{number}") for number in range(3)]
    process = nothing(STAGES["link"], {LINKED.name: ready})
    batches = [process([None] * size) for size in (1, 2, 7, 100)]
    assert [len(answers) for answers in batches] == [1, 2, 7, 100]
    outputs = [
        output for answers in batches for answer in answers if isinstance(answer, Emit) for output in answer.outputs
    ]
    assert len(outputs) == put_out("link", 110) == int(110 * TOLD)
    assert [record for _, record in outputs[:4]] == [*ready, ready[0]]
    assert {topic for topic, _ in outputs} == {LINKED}


def test_a_stage_that_puts_nothing_out() -> None:
    assert list(nothing(STAGES["seal"], {})([None] * 5)) == [Emit()] * 5
