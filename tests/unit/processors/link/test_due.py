"""Telling again: older ads wait in line, each once, until their time has come or nothing else does."""

from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from processors.link import Given, build, telling
from processors.link.due import CLUSTER, all_of_cluster, cluster_changed
from processors.link.forget import forget
from processors.link.records import Cluster, Kept
from processors.link.refresh import BESIDE, BUDGET, anything_due, budget_beside, some_due
from processors.link.sealing import DamagedStateError
from processors.link.standing import Standings
from processors.link.tables import State, number_key
from processors.link.telling import told
from processors.link.turns import HASTE, PATIENCE
from processors.stage import Emit
from processors.state import MemoryTransaction, Store, Transaction
from schemas.ad import LinkedAd
from schemas.finding import State as Stated
from tests.factories import NOON
from tests.unit.processors.link.cases import FARM, RULES, SETTINGS, SHOP, SOFA, ad, gone

ADS = [ad(str(number), FARM, phones=(str(number),)) for number in range(12)]
RETELL_S = SETTINGS.link.retell_s


class Stage:
    """The stage with a clock of its own, which stands until it is moved."""

    def __init__(self, tx: Transaction) -> None:
        self.tx, self.seconds = tx, NOON.timestamp()
        self.start()

    def start(self) -> None:
        """A process that begins with the state there is."""
        self._process = build(SETTINGS, now=lambda: self.seconds)

    def say(self, *records: Given) -> list[LinkedAd]:
        """The ads that this batch tells, an empty one too."""
        outcomes = self._process(records, self.tx)
        said = [record for one in outcomes if isinstance(one, Emit) for _, record in one.outputs]
        return [record for record in said if isinstance(record, LinkedAd)]

    def later(self, seconds: float) -> list[LinkedAd]:
        """What is told on the first tick after so long, ads having come in between."""
        self.seconds += seconds
        self.say(ADS[0])
        return self.say()


@pytest.fixture
def stage() -> Stage:
    return Stage(MemoryTransaction())


def _shown(linked: LinkedAd) -> set[str]:
    return {finding.indicator for finding in linked.findings if finding.state is Stated.PRESENT}


def test_a_burst_tells_each_older_ad_once(stage: Stage) -> None:
    told = [stage.say(one) for one in ADS]
    assert [[linked.ad_id for linked in each] for each in told] == [[one.ad_id] for one in ADS]
    assert [each[0].cluster_size for each in told] == list(range(1, 13)), "a new ad says at once all that is known"
    assert stage.say() == []
    again = stage.later(RETELL_S)
    assert {linked.ad_id for linked in again} == {one.ad_id for one in ADS[:-1]}
    assert {(linked.cluster_size, linked.revision) for linked in again} == {(12, 1)}
    assert not anything_due(stage.tx)


def test_the_time_counts_from_the_first_change(stage: Stage) -> None:
    stage.say(*ADS[:2])
    for number in range(2, 6):
        stage.say(ADS[number])
        assert stage.later(RETELL_S / 5) == []
    assert len(stage.later(RETELL_S / 5)) == 5, "however often it changed in between"


def test_who_has_only_grown_waits_longer(stage: Stage) -> None:
    stage.say(ad("sofa-1", SOFA, phones=("1",)))
    stage.say(ad("sofa-2", SOFA, phones=("1",)))
    assert stage.later(RETELL_S) == [], "one more copy by the same person says nothing new"
    (again,) = stage.later((PATIENCE - 1) * RETELL_S)
    assert (again.cluster_size, again.actor_ads) == (2, 2)


def test_whose_actor_is_another_is_told_soon(stage: Stage) -> None:
    stage.say(ad("sofa-1", SOFA, phones=("1",)))
    moved = ad("farm-1", FARM, phones=("2",))
    stage.say(moved)
    (bridge,) = stage.say(ad("other", "Three words here.", phones=("1", "2")))
    (again,) = stage.later(RETELL_S / HASTE)
    assert (again.ad_id, again.actor) == (moved.ad_id, bridge.actor), "rules that count by actor wait for it"


def test_who_shows_what_weighs_or_no_longer_shows_it_is_told_soon(stage: Stage) -> None:
    anna, berta = ad("anna", SOFA, phones=("1",), names=("Anna",)), ad("berta", SHOP, phones=("1",), names=("Berta",))
    stage.say(anna)
    stage.say(berta)
    (again,) = stage.later(RETELL_S / HASTE)
    assert (again.ad_id, _shown(again)) == (anna.ad_id, {"SX-02"}), "alerts wait for another band"
    stage.say(ad("both", RULES, phones=("1",), names=("Anna", "Berta")))
    withdrawn = stage.later(RETELL_S / HASTE)
    assert {linked.ad_id: "SX-02" in _shown(linked) for linked in withdrawn} == {anna.ad_id: False, berta.ad_id: False}


def test_what_shows_something_by_now_does_not_wait_for_that(stage: Stage) -> None:
    stage.say(ad("sofa-1", SOFA, phones=("1",)))
    stage.say(ad("sofa-2", SOFA, phones=("2",)))
    (again,) = stage.later(RETELL_S)
    assert "SX-04" in _shown(again)
    assert again.cluster_size == 2


@pytest.mark.parametrize(
    ("told", "size", "due"),
    [(7, 8, True), (8, 9, False), (8, 10, True), (64, 72, False), (64, 73, True), (80, 120, False), (80, 121, True)],
)
def test_the_larger_it_is_the_more_it_must_grow(told: int, size: int, due: bool) -> None:
    state = State(MemoryTransaction())
    state.clusters.put(number_key(0), Cluster(0, "c-0", size, told_size=told))
    cluster_changed(0, state)
    assert anything_due(state.tx) is due


def test_when_nothing_comes_in_all_are_told(stage: Stage) -> None:
    stage.say(ADS[0])
    stage.say(ADS[1])
    assert stage.say() == []
    assert [linked.ad_id for linked in stage.say()] == [ADS[0].ad_id]
    assert not anything_due(stage.tx)


def test_of_one_batch_each_ad_is_told_once_with_all_of_it(stage: Stage) -> None:
    assert {linked.cluster_size for linked in stage.say(*ADS)} == {12}
    assert [stage.say(), stage.say()] == [[], []]


def test_a_tick_tells_so_many_and_goes_on_from_there(stage: Stage) -> None:
    stage.say(*(ad(f"m{number}", FARM) for number in range(9)))
    stage.say(ad("x", FARM), ad("y", FARM))
    state, told = State(stage.tx), []
    for _ in range(4):
        outputs = some_due(None, state, budget=3).outputs
        assert len(outputs) <= 3
        told += [record.ad_id for _, record in outputs if isinstance(record, LinkedAd)]
    assert len(told) == len(set(told)) == 9
    assert not anything_due(stage.tx)
    assert BUDGET == 1_500


@pytest.mark.parametrize("budget", [2, 3, 4, 5, 7])
def test_ads_with_several_contacts_in_common_are_all_told(stage: Stage, budget: int) -> None:
    texts = [f"{word} " * 5 + " ".join(f"{word}{n}" for n in range(20)) for word in "abcdefgh"]
    for number, text in enumerate(texts):
        stage.say(ad(str(number), text, phones=("1", "2"), handles=("a",)))
    state, told = State(stage.tx), set()
    for _ in range(8):
        told |= {record.ad_id for _, record in some_due(None, state, budget).outputs if isinstance(record, LinkedAd)}
    assert len(told) == len(texts) - 1
    assert not anything_due(stage.tx)


@pytest.mark.parametrize("shared", ["text", "contact"])
def test_an_ad_that_is_forgotten_in_between_does_not_make_another_one_missed(stage: Stage, shared: str) -> None:
    texts = [f"{word} " * 5 + " ".join(f"{word}{n}" for n in range(20)) for word in "abcdefghi"]
    ads = [
        ad(str(number), FARM if shared == "text" else text, phones=() if shared == "text" else "1")
        for number, text in enumerate(texts)
    ]
    for one in ads[:8]:
        stage.say(one)
    stage.say(ads[8])
    state, said = State(stage.tx), set[str]()
    for step in range(5):
        outputs = some_due(None, state, budget=3).outputs
        said |= {record.ad_id for _, record in outputs if isinstance(record, LinkedAd)}
        if step == 0:
            gone_one, *_ = said
            assert forget(gone_one, state)
    assert {one.ad_id for one in ads[:8]} <= said
    assert not anything_due(stage.tx)


def test_whose_turn_came_first_is_told_first(stage: Stage) -> None:
    stage.say(ADS[0])
    stage.say(ADS[1])
    stage.seconds += 1
    stage.say(ad("s1", SOFA))
    stage.say(ad("s2", SOFA))
    state = State(stage.tx)
    (first,) = some_due(None, state, budget=2).outputs
    assert isinstance(first[1], LinkedAd)
    assert first[1].cluster == stage.say(ADS[0])[0].cluster


def test_what_is_put_in_line_for_at_once_does_not_wait(stage: Stage) -> None:
    stage.say(ADS[0])
    stage.say(ADS[1])
    state = State(stage.tx)
    all_of_cluster(state.cluster(0).number, state)
    assert len(some_due(0, state).outputs) == 1, "as after a decision or an erasure"
    assert not anything_due(stage.tx)


def test_an_ad_that_is_gone_brings_its_copy_in_line(stage: Stage) -> None:
    first, copy = ad("1", SOFA, phones="1"), ad("2", SOFA, phones="1", minutes=60)
    stage.say(first)
    stage.say(copy)
    stage.later(RETELL_S)
    stage.say(gone(first, 30, 20))
    (told,) = stage.later(RETELL_S)
    assert (told.ad_id, told.history.repost_of) == (copy.ad_id, first.ad_id)


def test_the_line_outlives_the_process(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for records in (ADS[:1], ADS[1:2]):
            with store.begin() as tx:
                Stage(tx).say(*records)
                tx.commit({})
    with Store(tmp_path) as store, store.begin() as tx:
        stage = Stage(tx)
        stage.seconds += timedelta(minutes=5).total_seconds()
        assert [linked.cluster_size for linked in stage.say()] == [2]


def test_new_ads_do_not_wait_behind_many_that_are_told_again(stage: Stage) -> None:
    for number in range(2 * BESIDE):
        stage.say(ad(f"sofa-{number}", SOFA, phones=("1",)))
    assert stage.say() == [], "nobody's turn yet"
    assert len(stage.later(PATIENCE * RETELL_S)) == BESIDE
    assert len(stage.say()) > BESIDE / 2, "nothing has come since"


@pytest.mark.parametrize(("came", "budget"), [(1, BESIDE), (BESIDE, BESIDE), (700, 700), (10 * BUDGET, BUDGET)])
def test_as_many_are_told_again_as_have_come(came: int, budget: int) -> None:
    assert budget_beside(came) == budget


def test_a_tick_that_was_not_committed_says_the_same_again(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        with store.begin() as tx:
            Stage(tx).say(*ADS[:2])
            Stage(tx).say(*ADS[2:4])
            tx.commit({})
        with store.begin() as tx:
            first = Stage(tx).say()  # and then the process is killed
        with store.begin() as tx:
            assert len(first) == 2
            assert Stage(tx).say() == first


def test_an_ad_that_cannot_be_told_holds_up_no_other(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def all_but_one(kept: Kept, standings: Standings, state: State) -> LinkedAd:
        if kept.ad.ad_id == ADS[1].ad_id:
            raise ValueError("nobody foresaw this")
        return told(kept, standings, state)

    for one in ADS[:4]:
        stage.say(one)
    monkeypatch.setattr(telling, "told", all_but_one)
    with capture_logs() as logs:
        again = some_due(None, State(stage.tx)).outputs
    assert {linked.ad_id for _, linked in again if isinstance(linked, LinkedAd)} == {ADS[0].ad_id, ADS[2].ad_id}
    assert [entry["event"] for entry in logs] == ["not_told_again"]
    assert not anything_due(stage.tx)


def test_damage_is_never_passed_over(stage: Stage) -> None:
    stage.say(ADS[0])
    stage.say(ADS[1])
    state = State(stage.tx)
    state.ads.put(number_key(0), None)
    with pytest.raises(DamagedStateError):
        some_due(None, state)


def test_a_line_of_an_earlier_version_that_was_taken_back_ends(stage: Stage) -> None:
    """It put things into the line as it knew it, without their time."""
    stage.say(ADS[0])
    thing = CLUSTER + number_key(0)
    stage.tx.put("due", thing, number_key(0))
    assert not anything_due(stage.tx)
    stage.say(ADS[1])
    assert [linked.ad_id for linked in stage.later(RETELL_S)] == [ADS[0].ad_id]
    assert not anything_due(stage.tx)
