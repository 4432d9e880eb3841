"""Cases of recruitment for work."""

from simulator.calendar import some_time
from simulator.chance import pick
from simulator.draft import compose, vary
from simulator.mix import idea, site_for
from simulator.ordinary import advertiser_for
from simulator.phrases import shared
from simulator.scene import Batch, Scene

POSTS = 5  # of one recruiting text; the last one appears on the next visit


def debt_recruitment(scene: Scene) -> Batch:
    """Recruitment that begins with a debt: a fee, deductions, kept papers, pressure, a messenger and no employer."""
    kind = pick(scene.rng, ("farm", "construction", "cleaning"))
    return _campaign(scene, "debt_recruitment", kind, ("LB-06", "LB-09", "LB-13", "LB-17", "LB-05"))


def forced_criminality(scene: Scene) -> Batch:
    """Keyboard work in a place that advisories name: high pay, free flight and visa, no experience, messenger only."""
    hub = pick(scene.rng, shared()["hub_cities"])
    says = ("LB-24", "LB-02", "LB-11", "LB-05")
    return _campaign(scene, "forced_criminality_profile", "call_centre", says, city=hub, hubcity=hub)


def under_age_work(scene: Scene) -> Batch:
    """Hazardous work that takes helpers under 15: one ad for the children's lane."""
    studio, rng = scene.studio, scene.rng
    plan = idea(rng, scene.language, kinds={"farm": 1, "construction": 1})
    advertiser = advertiser_for(studio, rng, plan)
    slots = tuple(contact.slot for contact in advertiser.contacts[:1])
    draft = compose(rng, scene.language, plan.kind, slots, ("CH-04",), company=plan.company)
    when = some_time(rng, scene.now)
    return Batch([studio.place(rng, draft, advertiser, site_for(rng, "job"), when, case="under_age_work")])


def _campaign(scene: Scene, case: str, kind: str, says: tuple[str, ...], **slots: str) -> Batch:
    """One recruiting text without an employer, posted in several cities under one messenger name."""
    studio, rng = scene.studio, scene.rng
    actor = studio.advertisers.private(rng, scene.country(), reached="handle")
    contacts = tuple(contact.slot for contact in actor.contacts if contact.slot != "url")
    draft = compose(rng, scene.language, kind, contacts, says, company=False)
    cluster, ads = studio.cluster(), []
    for _ in range(POSTS):
        site, when = site_for(rng, "job"), some_time(rng, scene.now, 1, 12)
        ads.append(studio.place(rng, vary(rng, draft), actor, site, when, cluster=cluster, case=case, **slots))
    return Batch(ads[:-1], ads[-1:])
