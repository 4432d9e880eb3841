"""The enrich stage: RawAd to EnrichedAd, or to a ChildSafetyHit and nothing else."""

from collections.abc import Sequence

from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Process
from schemas.ad import EnrichedAd, RawAd
from schemas.topics import CHILD_SAFETY, ENRICHED

CHILDREN = "CH-"  # ids of indicators of the children's lane


def build(settings: ProcessorSettings) -> Process:
    """Loads word lists and models. Raises StageStoppedError without the key of contact tokens: a default key would
    give every installation the same tokens, and so no secrecy."""
    from processors.catalogue import load
    from processors.enrich.child_safety import hit
    from processors.enrich.findings import build_detector
    from processors.enrich.gazetteer import gazetteer
    from processors.enrich.language import build_language
    from processors.enrich.read import Tools, enrich_all
    from processors.errors import StageStoppedError

    key = settings.secrets.token_key
    if key is None or not key.get_secret_value():
        raise StageStoppedError(
            "secrets.token_key is not set: contacts cannot be turned into tokens",
            "set ADWATCH_SECRETS__TOKEN_KEY_FILE to a file with a long random key; `adwatch engines up` writes one",
        )
    gazetteer()  # loaded now, not with the first ad
    catalogue = load(settings.catalogue)
    tools = Tools(
        language=build_language(catalogue.languages),
        findings=build_detector(catalogue),
        token_key=key.get_secret_value().encode(),
        catalogue_version=catalogue.version,
    )

    def outcome(ad: RawAd, enriched: EnrichedAd) -> Outcome:
        child = next((one for one in enriched.findings if one.indicator.startswith(CHILDREN)), None)
        if child:
            return Emit(((CHILD_SAFETY, hit(ad, child, settings)),))
        return Emit(((ENRICHED, enriched),))

    def process(ads: Sequence[RawAd]) -> list[Outcome]:
        return [outcome(ad, enriched) for ad, enriched in zip(ads, enrich_all(ads, tools), strict=True)]

    return process
