"""Plays the stories: for each language every story once a round, then ordinary ads, then each statement alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from simulator.advertiser import Advertiser
from simulator.calendar import day_of, some_time
from simulator.chance import few, happens, pick, weighted
from simulator.corpus.answer import Role, answered
from simulator.corpus.book import Share, book, languages
from simulator.corpus.compose import Plan, Writer
from simulator.corpus.settings import fitting, kinds
from simulator.corpus.stories import Step, Story, choose, said, stories
from simulator.corpus.usual import COUNTS, usual
from simulator.disguise.spoken import DIGIT_WORDS
from simulator.draft import Draft, vary
from simulator.phrases import Bank, bank
from simulator.planting import SPOKEN
from simulator.records import InventedAd, World
from simulator.sites import CLASSIFIEDS, FEED, JOBS
from simulator.studio import Studio

DISGUISES = ("words", "spaced", "emoji", "letters", "lookalike", "leet", "dotted", "zero_width", "mixed", "fullwidth")
SITES = {
    "job": {JOBS.source: 55, CLASSIFIEDS.source: 45},
    "service": {FEED.source: 85, CLASSIFIEDS.source: 15},
}
USUAL = {"job": 24, "service": 12}  # ordinary ads a round

Text = tuple[Draft, tuple[str, ...]]  # and what it may be read to state


def corpus(share: Share, seed: int = 7, rounds: int = 1, only: Iterable[str] = ()) -> World:
    """The corpus of a share, in all languages or only in some. Raises ValueError for a language without phrases."""
    chosen = tuple(only) or languages()
    if unknown := sorted(set(chosen) - set(languages())):
        raise ValueError(f"no phrases for {', '.join(unknown)}; there are {', '.join(languages())}")
    studio, ads = Studio(seed), list[InventedAd]()
    for language in chosen:
        rng = Random(f"{seed}/{share}/{language}")
        player = Player(studio, rng, Writer(book(language, share), rng))
        for _ in range(rounds):
            ads += player.round()
    return World(tuple(ads), seed, 1, day_of(1))


@dataclass(frozen=True, slots=True)
class Player:
    """Plays in one language."""

    studio: Studio
    rng: Random
    writer: Writer

    def round(self) -> Iterator[InventedAd]:
        """Every story once, the ordinary ads, every statement alone."""
        for name, story in stories().items():
            yield from self.story(name, story)
        for family in COUNTS:
            for _ in range(USUAL[family]):
                yield self._alone(usual(self.rng, self.writer.decks, family), Role(case=f"usual_{family}"))
        for indicator, parts in self.writer.book.statements.items():
            for part in parts:
                yield self._alone(Plan(pick(self.rng, fitting(indicator)), **{part: (indicator,)}), Role())

    def story(self, name: str, story: Story) -> Iterator[InventedAd]:
        """All ads of one actor, or of several who use one text."""
        actor = self._actor(story)
        role = Role(story.standing, story.form, name, f"{name}/{actor.actor}")
        person = pick(self.rng, self._bank.names)
        for step in story.steps:
            yield from self._step(role, step, actor, person)

    def _step(self, role: Role, step: Step, actor: Advertiser, person: str) -> Iterator[InventedAd]:
        rng, cluster = self.rng, self.studio.cluster()
        names = few(rng, self._bank.names, step.posts) if step.names == "several" else [person] * step.posts
        cities = few(rng, self._bank.cities[actor.country], step.posts if step.cities == "several" else 1)
        text = self._text(role, step, actor)
        style = self._disguise() if step.hidden else "plain"
        for post in range(step.posts):
            if post and step.texts == "several":
                text, cluster = self._text(role, step, actor), self.studio.cluster()
            if post and step.contact == "new":
                actor = self.studio.advertisers.twin(rng, actor, self.writer.book.language)
            shown = text if not post or step.texts == "several" else (vary(rng, text[0]), text[1])
            slots = {"name": names[post], "city": cities[post % len(cities)]}
            yield self._place(shown, actor, role, step.days, cluster, style, slots)

    def _text(self, role: Role, step: Step, actor: Advertiser) -> Text:
        decks, rng = self.writer.decks, self.rng
        plan = Plan(
            setting=step.setting,
            says=said(decks, rng, role.case, step),
            denies=choose(rng, step.denies),
            near=choose(rng, step.near),
        )
        draft, unsure = self.writer.draft(plan, self._slots(actor), bool(actor.company))
        return (draft if step.names == "none" else draft.naming()), unsure

    def _alone(self, plan: Plan, role: Role) -> InventedAd:
        """An ordinary ad: an employer that can be identified where it is a job, else a private person."""
        company = kinds()[plan.setting].family == "job"
        actor = self._actor(Story("ordinary", (), actor="company" if company else "private"))
        return self._place(self.writer.draft(plan, self._slots(actor), company), actor, role)

    def _place(
        self,
        text: Text,
        actor: Advertiser,
        role: Role,
        days: tuple[int, int] = (28, 1),
        cluster: str | None = None,
        style: str = "plain",
        slots: Mapping[str, str] = MappingProxyType({}),
    ) -> InventedAd:
        draft, unsure = text
        site = weighted(self.rng, SITES.get(draft.kind.family, {CLASSIFIEDS.source: 1}))
        when = some_time(self.rng, day_of(1), days[1], days[0])
        free = {} if draft.kind.money.high else {"price": ""}
        ad = self.studio.place(self.rng, draft, actor, site, when, cluster=cluster, phone_style=style, **slots, **free)
        return answered(ad, draft, role, unsure)

    def _actor(self, story: Story) -> Advertiser:
        country = pick(self.rng, tuple(self._bank.cities))
        advertisers = self.studio.advertisers
        if story.actor == "company":
            return advertisers.company(self.rng, self.writer.book.language, country)
        return advertisers.private(self.rng, country, story.reached)

    def _slots(self, actor: Advertiser) -> tuple[str, ...]:
        """The first contact always, the others now and then; web pages never, for they are no part of a story."""
        slots = [contact.slot for contact in actor.contacts if contact.slot != "url"]
        return (*slots[:1], *(slot for slot in slots[1:] if happens(self.rng, 0.5)))

    def _disguise(self) -> str:
        spoken = self.writer.book.language in DIGIT_WORDS
        return pick(self.rng, [style for style in DISGUISES if spoken or style not in SPOKEN])

    @property
    def _bank(self) -> Bank:
        return bank(self.writer.book.language)
