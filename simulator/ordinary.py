"""Ordinary advertisers: one ad, several unrelated ads, or one text posted again and again."""

from random import Random

from simulator.advertiser import Advertiser
from simulator.calendar import some_time
from simulator.chance import between, happens, pick
from simulator.draft import Draft, compose, vary
from simulator.mix import HOUSEHOLD, Idea, idea, site_for
from simulator.scene import Batch, Scene
from simulator.studio import Studio

SILENT = 0.12  # of those who sell, let, teach or travel are reached through the site only
SAME_CONTACT = 0.6  # of the texts posted again and again come with one contact, the others each time with another


def single(scene: Scene) -> Batch:
    """One ad that has to do with no other."""
    studio, rng = scene.studio, scene.rng
    plan = idea(rng, scene.language)
    advertiser = advertiser_for(studio, rng, plan)
    draft = draft_for(rng, plan, advertiser)
    return Batch([studio.place(rng, draft, advertiser, site_for(rng, plan.family), some_time(rng, scene.now))])


def assorted(scene: Scene) -> Batch:
    """Two to four different ads of one private person, who clears a flat, say."""
    studio, rng = scene.studio, scene.rng
    person = studio.advertisers.private(rng, scene.country())
    name, city = pick(rng, scene.phrases.names), pick(rng, scene.phrases.cities[person.country])
    ads = []
    for _ in range(between(rng, 2, 4)):
        plan = idea(rng, scene.language, person.country, HOUSEHOLD)
        draft, site = draft_for(rng, plan, person), site_for(rng, plan.family)
        ads.append(studio.place(rng, draft, person, site, some_time(rng, scene.now), name=name, city=city))
    return Batch(ads)


def reposted(scene: Scene) -> Batch:
    """One text posted two to seven times, on several sites: by one advertiser, or each time with another contact."""
    studio, rng = scene.studio, scene.rng
    plan = idea(rng, scene.language)
    advertiser = advertiser_for(studio, rng, plan, reached="phone")
    draft = draft_for(rng, plan, advertiser)
    same = happens(rng, SAME_CONTACT)
    always = _settled(scene, plan) if same else {}
    cluster, ads = studio.cluster(), []
    for _ in range(between(rng, 2, 7)):
        site, when = site_for(rng, plan.family), some_time(rng, scene.now)
        ads.append(studio.place(rng, vary(rng, draft), advertiser, site, when, cluster=cluster, **always))
        advertiser = advertiser if same else studio.advertisers.twin(rng, advertiser, plan.language)
    return Batch(ads)


def advertiser_for(studio: Studio, rng: Random, plan: Idea, reached: str | None = None) -> Advertiser:
    """Who places an ad like that."""
    if plan.company:
        return studio.advertisers.company(rng, plan.language, plan.country)
    if plan.family not in ("job", "service") and not reached and happens(rng, SILENT):
        return studio.advertisers.silent(plan.country)
    return studio.advertisers.private(rng, plan.country, reached)


def draft_for(rng: Random, plan: Idea, advertiser: Advertiser) -> Draft:
    """A new text for the advertiser: always with the first contact, now and then with the others."""
    slots = [contact.slot for contact in advertiser.contacts]
    more = [slot for slot in slots[1:] if (plan.website if slot == "url" else happens(rng, 0.6))]
    return compose(
        rng, plan.language, plan.kind, (*slots[:1], *more), plan.says, plan.denies, company=bool(advertiser.company)
    )


def _settled(scene: Scene, plan: Idea) -> dict[str, str]:
    """What stays when one advertiser posts again: the person, and the place of what cannot travel."""
    settled = {"name": pick(scene.rng, scene.phrases.names)}
    if plan.family in ("goods", "rental", "lesson"):
        settled["city"] = pick(scene.rng, scene.phrases.cities[plan.country])
    return settled
