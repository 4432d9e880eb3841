"""The comparison with the answer sheet counts what it should."""

from adwatch.demo.compare import Share, alerted_ads, cases, clusters, contacts
from processors.index.convert import to_document
from schemas import ids
from schemas.alert import Subject
from schemas.mention import Contact, MentionKind
from schemas.tokens import TokenKeys
from simulator import Answer, InventedAd, PlantedContact
from tests import factories

KEY = b"key"
PHONE = PlantedContact(kind=MentionKind.PHONE, value="+447700900123", surface="07700 900123", style="plain")


def invented(key: str, **answer: object) -> InventedAd:
    return InventedAd(
        site="demo_jobs", key=key, title="", body="", fields={}, country="GB", posted_at=None,
        changed_at=factories.NOON, answer=Answer(**{"kind": "farm", "language": "en", "cluster": key, **answer}),
    )  # fmt: skip


def document(key: str, **changes: object) -> object:
    return to_document(factories.scored_ad(**{**factories.head(key=key), **changes}))


def token(value: str) -> Contact:
    return Contact(kind=MentionKind.PHONE, token=ids.contact_token(KEY, "phone", value))


def test_a_found_a_missed_and_an_invented_contact() -> None:
    answers = {ids.ad_id("demo_jobs", key): invented(key, contacts=(PHONE,)) for key in "12"}
    found = {
        ids.ad_id("demo_jobs", "1"): document("1", contacts=(token(PHONE.value), token("+447700900999"))),
        ids.ad_id("demo_jobs", "2"): document("2", contacts=()),
    }
    assert contacts(answers, found, TokenKeys((KEY,))) == [Share("phone", planted=2, found=1, invented=1)]


def test_pairs_of_ads_in_one_cluster() -> None:
    answers = {ids.ad_id("demo_jobs", key): invented(key, cluster=c) for key, c in zip("1234", "AAAB", strict=True)}
    found = {ids.ad_id("demo_jobs", key): document(key, cluster=c) for key, c in zip("1234", "xxyy", strict=True)}
    assert clusters(answers, found) == Share("near-duplicate pairs", planted=3, found=1, invented=1)


def test_a_case_counts_once_however_many_ads_it_has() -> None:
    answers = {ids.ad_id("demo_jobs", key): invented(key, case="bridge", actor="p") for key in "12"}
    answers |= {ids.ad_id("demo_jobs", "3"): invented("3", case="bridge", actor="q")}
    assert cases(answers, frozenset({ids.ad_id("demo_jobs", "2")})) == [Share("bridge", 2, 1, 0)]


def test_an_alert_about_an_actor_is_about_all_its_ads() -> None:
    found = {key: document(key, actor="a-1" if key in "12" else "a-2") for key in "123"}
    found = {ids.ad_id("demo_jobs", key): ad for key, ad in found.items()}
    alert = factories.alert(subject=Subject(kind="actor", id="a-1"), ads=())
    assert alerted_ads([alert], found) == {ids.ad_id("demo_jobs", key) for key in "12"}


def test_shares_of_nothing_are_whole() -> None:
    assert (Share("x", 0, 0, 0).recall, Share("x", 0, 0, 0).precision) == (1.0, 1.0)
