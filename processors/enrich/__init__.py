"""The enrich stage: RawAd to EnrichedAd, or to a ChildSafetyHit and nothing else."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from processors.errors import StageStoppedError
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Process, Reject
from schemas.ad import EnrichedAd, RawAd
from schemas.finding import State
from schemas.tokens import TokenKeys
from schemas.topics import CHILD_SAFETY, ENRICHED

SEEN = (State.PRESENT, State.CONTRADICTED)
AHEAD = timedelta(days=1)  # of our clock: more is an error


def build(settings: ProcessorSettings) -> Process:
    """Loads word lists and models; word lists that change later are taken without a restart.

    Raises StageStoppedError without the key of contact tokens: a default key would give every installation the same
    tokens, and so no secrecy. And without the key of addresses in the children's lane: an ad that belongs there would
    fail, and its text would lie among the dead letters.
    """
    from processors.catalogue import Catalogue, Current
    from processors.enrich.child_safety import hit
    from processors.enrich.findings import build_detector
    from processors.enrich.gazetteer import gazetteer
    from processors.enrich.language import build_language
    from processors.enrich.read import Tools, enrich_all

    token_keys = TokenKeys.parse(_key(settings.secrets.token_key, "token_key", "contacts cannot be turned into tokens"))
    _key(settings.secrets.url_key, "url_key", "addresses of the children's lane cannot be encrypted")
    gazetteer()  # loaded now, not with the first ad

    def equip(catalogue: Catalogue) -> tuple[Tools, frozenset[str]]:
        tools = Tools(
            language=build_language(catalogue.languages),
            findings=build_detector(catalogue),
            token_keys=token_keys,
            catalogue_version=catalogue.version,
        )
        return tools, catalogue.children_lane

    current = Current(settings.catalogue, equip)

    def outcome(ad: RawAd, enriched: EnrichedAd, lane: frozenset[str]) -> Outcome:
        child = next((one for one in enriched.findings if one.indicator in lane and one.state in SEEN), None)
        if child:
            return Emit(((CHILD_SAFETY, hit(ad, child, settings)),))
        if ad.observed_at > datetime.now(UTC) + AHEAD:  # as the newest edition for ever, it would hide all true ones
            return Reject("observed_in_the_future", f"{ad.observed_at.isoformat()}; check the crawler's clock")
        return Emit(((ENRICHED, enriched),))

    def process(ads: Sequence[RawAd]) -> list[Outcome]:
        tools, lane = current.get()
        return [outcome(ad, enriched, lane) for ad, enriched in zip(ads, enrich_all(ads, tools), strict=True)]

    return process


def _key(key: SecretStr | None, name: str, without: str) -> str:
    if key is None or not key.get_secret_value():
        file = f"ADWATCH_SECRETS__{name.upper()}_FILE"
        raise StageStoppedError(
            f"secrets.{name} is not set: {without}",
            f"set {file} to a file with a long random key; `adwatch engines up` writes one",
        )
    return key.get_secret_value()
