"""Standing searches as alerts: one for each search and group of near-identical ads."""

from collections.abc import Callable, Sequence

from processors.alert import mending
from processors.alert.about import about
from processors.alert.assistance import Directory
from processors.alert.compose import MAX_COUNTRIES
from processors.alert.seen import first_time
from processors.memory import Memory
from processors.searches import Saved, SavedSearch
from processors.stage import Emit, Outcome, Retry, StatefulProcess
from processors.state import Transaction
from schemas import ids
from schemas.ad import ScoredAd
from schemas.alert import Alert, Subject, Wording
from schemas.events import GroupSplit
from schemas.topics import ALERTS

ONCE = "once"
SENTENCE = {
    "en": "An ad on {source} meets the standing search of {by}.",
    "fr": "Une annonce de {source} répond à la recherche permanente de {by}.",
}
RUN_BOOK = {
    "en": "Read the ad in the search. If this search finds too much, narrow it: adwatch searches test, then save.",
    "fr": "Lisez l’annonce dans la recherche. Si elle trouve trop, précisez-la : adwatch searches test, puis save.",
}
Find = Callable[[Sequence[ScoredAd], Sequence[SavedSearch]], dict[str, list[str]]]


def with_standing(
    rules: StatefulProcess, find: Find, saved: Saved, help_at: Directory, away: type[Exception]
) -> StatefulProcess:
    """The stage's process with standing searches beside its rules: each search and cluster is told once.

    Ads observed before a search was saved are not told. While the server cannot be asked (`away`), Retry for all. They
    are part of this stage, which has the ads in hand already: without searches they cost nothing.
    """

    def run(records: Sequence[ScoredAd | GroupSplit], tx: Transaction) -> Sequence[Outcome]:
        outcomes, searches = rules(records, tx), saved.read()
        ads = [each for each in records if isinstance(each, ScoredAd)]
        if not searches or not ads:
            return outcomes
        try:
            found = find(ads, searches)
        except away as error:
            return [Retry(f"search: {error}")] * len(records)
        by_ad: dict[str, list[SavedSearch]] = {}
        for search in searches:
            for ad_id in found.get(search.id, ()):
                by_ad.setdefault(ad_id, []).append(search)
        memory, raised = Memory(tx), set[str]()
        whole: list[Outcome] = []
        for outcome, each in zip(outcomes, records, strict=True):
            if isinstance(each, ScoredAd) and isinstance(outcome, Emit):
                # an ad may come again in this very batch, without what links had found in it
                told = list(mending.no_longer_found(each, {}, memory, raised)) if raised else []
                news = [search for search in by_ad.get(each.ad_id, ()) if _is_news(search, each, memory)]
                told += [mending.noted(alert_of(search, each, help_at), None, each, {}, memory) for search in news]
                raised |= {alert.alert_id for alert in told}
                outcome = Emit((*outcome.outputs, *((ALERTS, alert) for alert in told)))
            whole.append(outcome)
        return whole

    return run


def _is_news(search: SavedSearch, ad: ScoredAd, memory: Memory) -> bool:
    return ad.observed_at >= search.since and first_time(memory, "search", search.id, ad.cluster)


def alert_of(search: SavedSearch, ad: ScoredAd, help_at: Directory) -> Alert:
    """The alert about an ad that the search found."""
    rule, says = f"search_{search.id}", about(ad)
    said = {language: text.format(source=ad.source, by=search.by) for language, text in SENTENCE.items()}
    return Alert(
        alert_id=ids.alert_id(rule, ad.cluster, ONCE),
        rule=rule,
        rule_version=1,
        title=search.title,
        severity=search.severity,
        subject=Subject(kind="ad", id=ad.ad_id),
        key=ad.cluster,
        at=ad.observed_at,
        window=ONCE,
        sentence=said["en"],
        reasons=says.reasons,
        against=says.against,
        unknowns=says.unknowns,
        ads=(ad.ad_id,),
        sources=(ad.source,),
        band=says.band,
        actor=says.actor,
        countries=says.countries[:MAX_COUNTRIES],
        language=says.language,
        assistance=help_at.services_for(says.countries, says.language),
        run_book=RUN_BOOK["en"],
        translations=(Wording(language="fr", title=search.title, sentence=said["fr"], run_book=RUN_BOOK["fr"]),),
    )
