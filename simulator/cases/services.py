"""Cases around service ads: what only shows when ads are held side by side."""

from simulator.advertiser import Advertiser
from simulator.calendar import some_time
from simulator.chance import few, happens, pick
from simulator.draft import compose, vary
from simulator.records import InventedAd
from simulator.scene import Batch, Scene
from simulator.sites import CLASSIFIEDS, FEED, JOBS

DISGUISES = ("words", "spaced", "emoji", "letters", "lookalike", "leet", "dotted", "zero_width")


def bridge(scene: Scene) -> Batch:
    """One number recruits for work away from home, and weeks later stands in service ads under several names."""
    studio, rng = scene.studio, scene.rng
    actor = _reached_by_phone(scene)
    recruiting = []
    for kind, says, site in (
        ("hostess_job", ("SX-24", "LB-11"), JOBS.source),
        ("hospitality", ("LB-11", "LB-02"), CLASSIFIEDS.source),
    ):
        draft = compose(rng, scene.language, kind, ("phone",), says, company=False)
        when = some_time(rng, scene.now, 16, 24)
        recruiting.append(studio.place(rng, draft, actor, site, when, case="bridge", phone_style="plain"))
    services = _several_persons(scene, actor, "bridge", 5)
    return Batch(recruiting + services[:4], services[4:])


def shared_contact(scene: Scene) -> Batch:
    """One number behind several differently named persons, who are spoken of and do not speak."""
    ads = _several_persons(scene, _reached_by_phone(scene), "shared_contact", 6, ("SX-01", "SX-16"))
    return Batch(ads[:5], ads[5:])


def city_circuit(scene: Scene) -> Batch:
    """One text and one number in another city every day of a week."""
    studio, rng = scene.studio, scene.rng
    actor = _reached_by_phone(scene)
    draft = compose(rng, scene.language, "massage", ("phone",), ("SX-03",)).naming()
    cluster, style = studio.cluster(), pick(rng, DISGUISES)
    ads = []
    for day, name, city in _stops(scene, actor, 7):
        ads.append(
            studio.place(
                rng, vary(rng, draft), actor, FEED.source, some_time(rng, scene.now, day, day),
                cluster=cluster, case="city_circuit", phone_style=style, name=name, city=city,
            )
        )  # fmt: skip
    return Batch(ads[:6], ads[6:])


def _reached_by_phone(scene: Scene) -> Advertiser:
    return scene.studio.advertisers.private(scene.rng, scene.country(), reached="phone")


def _several_persons(
    scene: Scene, actor: Advertiser, case: str, count: int, says: tuple[str, ...] = ()
) -> list[InventedAd]:
    """Different service ads with one phone, each under another name and in another city, the newest last."""
    rng = scene.rng
    ads = []
    for day, name, city in _stops(scene, actor, count):
        kind = pick(rng, ("massage", "companion"))
        draft = compose(rng, scene.language, kind, ("phone",), tuple(few(rng, says, 1))).naming()
        site = FEED.source if happens(rng, 0.8) else CLASSIFIEDS.source
        when, style = some_time(rng, scene.now, day, day), pick(rng, DISGUISES)
        ads.append(
            scene.studio.place(rng, draft, actor, site, when, case=case, phone_style=style, name=name, city=city)
        )
    return ads


def _stops(scene: Scene, actor: Advertiser, count: int) -> list[tuple[int, str, str]]:
    """Days ago, a name and a city, all different."""
    names = few(scene.rng, scene.phrases.names, count)
    cities = few(scene.rng, scene.phrases.cities[actor.country], count)
    return list(zip(range(count, 0, -1), names, cities, strict=True))
