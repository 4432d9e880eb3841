"""Cases that look like something and are nothing: the proof that a system can leave people alone."""

from dataclasses import replace
from itertools import cycle

import msgspec

from simulator.calendar import some_time
from simulator.chance import happens, pick
from simulator.draft import compose, vary
from simulator.mix import HOUSEHOLD, idea, site_for
from simulator.ordinary import advertiser_for, draft_for
from simulator.phrases import shared
from simulator.records import InventedAd
from simulator.scene import Batch, Scene
from simulator.sites import CLASSIFIEDS, FEED, JOBS

HUB_ADS = 14
AGENCY_ADS = 6
HOSTILE_KINDS = {CLASSIFIEDS.source: HOUSEHOLD, JOBS.source: {"office": 1, "warehouse": 1}, FEED.source: {"trip": 1}}
LONG_TOKEN = 4000  # characters without a space
SHORT = 120  # characters that still fit a title


def hub_number(scene: Scene) -> Batch:
    """The number of a help desk in many harmless ads of people who have nothing to do with each other."""
    studio, rng, country = scene.studio, scene.rng, scene.country()
    hub = studio.advertisers.hub(rng, country)
    ads = []
    for _ in range(HUB_ADS):
        plan = idea(rng, scene.language, country, {"furniture": 4, "bike": 3, "flat": 3, "lessons": 3, "trip": 1})
        advertiser = advertiser_for(studio, rng, plan)
        draft = draft_for(rng, plan, advertiser).with_line(rng, pick(rng, scene.phrases.contact["hub"]))
        when = some_time(rng, scene.now)
        ads.append(studio.place(rng, draft, advertiser.with_hub(hub), CLASSIFIEDS.source, when, case="hub_number"))
    return Batch(ads)


def licensed_agency(scene: Scene) -> Batch:
    """A licensed agency posts one lawful text in many cities: a template, and no reason to worry."""
    studio, rng = scene.studio, scene.rng
    agency = studio.advertisers.company(rng, scene.language, scene.country())
    slots = tuple(contact.slot for contact in agency.contacts)
    kind = pick(rng, ("farm", "care", "warehouse"))
    draft = compose(rng, scene.language, kind, slots, ("LB-35", "LB-08"), ("LB-06", "LB-13"))
    cluster, ads = studio.cluster(), []
    for _ in range(AGENCY_ADS):
        site, when = site_for(rng, "job"), some_time(rng, scene.now)
        ads.append(
            studio.place(
                rng, vary(rng, draft), agency, site, when, cluster=cluster, case="licensed_agency", phone_style="plain"
            )
        )
    return Batch(ads)


def hostile_content(scene: Scene) -> Batch:
    """Harmless ads on every site with a line that breaks careless programs and must come out as the text it is."""
    rng = scene.rng
    lines = list(zip(shared()["hostile"], cycle(HOSTILE_KINDS), strict=False))
    lines.append((pick(rng, "aW-_") * LONG_TOKEN, CLASSIFIEDS.source))
    lines += [(line, FEED.source) for line in shared()["hostile_json"]]  # control characters survive in JSON only
    return Batch([_hostile(scene, line, site) for line, site in lines])


def _hostile(scene: Scene, line: str, site: str) -> InventedAd:
    studio, rng = scene.studio, scene.rng
    plan = replace(idea(rng, scene.language, kinds=HOSTILE_KINDS[site]), says=(), denies=())
    advertiser = advertiser_for(studio, rng, plan)
    draft = draft_for(rng, plan, advertiser)
    ad = studio.place(rng, draft, advertiser, site, some_time(rng, scene.now), case="hostile_content")
    title = f"{ad.title} {line}" if len(line) < SHORT and happens(rng, 0.5) else ad.title
    return msgspec.structs.replace(ad, title=title, body=f"{ad.body}\n{line}")
