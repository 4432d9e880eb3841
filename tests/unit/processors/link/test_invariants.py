"""What must hold of the state whatever came in: hypothesis tries to break it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.link.actors import MAX_CONTACTS
from processors.link.records import Actor, Cluster
from processors.link.tables import State, newest_first, number_key
from processors.state import Transaction
from schemas.ad import EnrichedAd
from tests.unit.processors.link.cases import FARM, SHOP, SOFA, Links, ad
from tests.unit.processors.link.test_near_duplicates import words


def clusters(state: State) -> list[Cluster]:
    return [state.cluster(int.from_bytes(key, "big")) for key, _ in state.tx.scan("clusters")]


def actors(state: State) -> list[Actor]:
    found = [state.actors.get(key) for key, _ in state.tx.scan("actors")]
    return [actor for actor in found if actor is not None]


def check(tx: Transaction, between: int = 0) -> None:
    """Sizes are true, contacts and actors agree, ids are unique. `between`: ads with contacts of a full actor and of
    the next one, counted at the first."""
    state = State(tx)
    for cluster in clusters(state):
        members = list(tx.scan("members", number_key(cluster.number)))
        assert len(members) == cluster.size
        assert all(number_key(cluster.number) + newest_first(trace.number) in dict(members) for trace in cluster.traces)
    everyone = actors(state)
    assert len({actor.id for actor in everyone}) == len(everyone)
    for actor in everyone:
        assert 0 < len(actor.contacts) == len(set(actor.contacts)) <= MAX_CONTACTS
        ads = {key[8:] for contact in actor.contacts for key, _ in tx.scan("contact_ads", contact)}
        assert len(ads) - between <= actor.ads <= len(ads)
        assert newest_first(actor.first) in ads
    for key, _ in tx.scan("contacts"):
        use = state.contacts.get(key)
        assert use is not None
        holding = [actor.number for actor in everyone if key in actor.contacts]
        assert holding == ([] if use.actor is None else [use.actor])
        assert use.actor is None or not use.hub


ADS = st.lists(
    st.builds(
        ad,
        key=st.sampled_from("abcdefghijkl"),
        text=st.sampled_from((FARM, SHOP, SOFA, FARM + " Start soon.", " ".join(words(7, 40)), "tiny", "")),
        phones=st.lists(st.sampled_from("123456"), max_size=3, unique=True),
        handles=st.lists(st.sampled_from("x"), max_size=1),
        names=st.lists(st.sampled_from(("Anna", "Berta")), max_size=1),
        minutes=st.integers(0, 20),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(ADS, st.integers(1, 40))
def test_the_state_stays_sound(ads: list[EnrichedAd], size: int) -> None:
    links = Links()
    for start in range(0, len(ads), size):
        links.add(*ads[start : start + size])
    check(links.tx)
    told = dict(links.latest)
    links.add(*ads)
    assert links.latest == told, "a replay of everything must change nothing"
    check(links.tx)


def test_an_actor_with_very_many_contacts_takes_no_more() -> None:
    links = Links()
    texts = [" ".join(words(n, 30)) for n in range(MAX_CONTACTS + 20)]
    links.add(*(ad(str(n), text, phones=(str(n), str(n + 1))) for n, text in enumerate(texts)))
    check(links.tx, between=1)
    assert max(len(actor.contacts) for actor in actors(State(links.tx))) == MAX_CONTACTS


def test_dividing_leaves_a_sound_state() -> None:
    links = Links()
    for n in range(12):
        links.add(ad(str(n), " ".join(words(n, 30)), phones=(str(n), str(n // 3 + 100)), handles=("help",)))
        check(links.tx)
