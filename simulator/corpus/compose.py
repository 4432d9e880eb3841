"""From what an ad is to state to its text: neutral sentences of its setting, and the statements among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from simulator.chance import between, happens
from simulator.corpus.book import Book, Phrase
from simulator.corpus.decks import Decks
from simulator.corpus.rough import roughened
from simulator.corpus.settings import kinds, touching
from simulator.draft import Draft, Line, ending, paragraphs
from simulator.phrases import bank, write

NAMES_PAY = {"LB-01", "LB-15", "LB-24", "FM-01", "OR-01"}  # statements that name the money themselves
STATING = ("says", "usual")
PARTS = (*STATING, "denies", "near")  # of a plan and of a book's statements
USUAL = 0.5  # of the statements come in set words, where the indicator has such
NEUTRAL = (2, 4)  # sentences of the family, beside one to two of the setting


@dataclass(frozen=True, slots=True)
class Plan:
    """What an ad says. `usual`: in set words in any case; `near`: indicators that it seems to state and does not."""

    setting: str
    says: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(slots=True)
class Writer:
    """Writes the ads of one language and share."""

    book: Book
    rng: Random
    decks: Decks = field(init=False)

    def __post_init__(self) -> None:
        self.decks = Decks(self.rng)

    def draft(self, plan: Plan, contacts: tuple[str, ...], company: bool) -> tuple[Draft, tuple[str, ...]]:
        """A new text, and what it may be read to state. Raises KeyError for what the language cannot say."""
        kind, doubtful = kinds()[plan.setting], set[str]()
        lines = self._neutral(plan, company)
        for part in PARTS:
            for name in getattr(plan, part):
                line, unsure = self._statement(name, self._wording(name, part))
                lines.insert(between(self.rng, 1, len(lines)), line)
                doubtful.update(unsure)
        lines.extend(ending(self.rng, bank(self.book.language), contacts))
        (title,) = self._some(plan.setting, "titles", self.book.settings[plan.setting]["titles"])
        draft = Draft(self.book.language, kind, title, paragraphs(self.rng, lines))
        return roughened(self.rng, draft), tuple(doubtful)

    def _neutral(self, plan: Plan, company: bool) -> list[Line]:
        kind = kinds()[plan.setting]
        setting, family = self.book.settings[plan.setting], self.book.families[kind.family]
        beside = [one for one in family["lines"] if not set(one.not_beside) & {*plan.says, *plan.usual}]
        texts = self._some(plan.setting, "lines", setting["lines"], between(self.rng, 1, 2))
        texts += self._some(kind.family, "lines", beside, between(self.rng, *NEUTRAL))
        if kind.money.high and "pay" in family and not NAMES_PAY & {*plan.says, *plan.usual}:
            pay = [one for one in family["pay"] if not set(one.not_beside) & {*plan.says, *plan.usual}]
            texts += self._some(kind.family, "pay", pay)
        lines = [Line(text) for text in texts]
        if company and "employer" in family:
            (employer,) = self._some(kind.family, "employer", family["employer"])
            lines.insert(between(self.rng, 0, len(lines)), Line(employer, fixed=True))
        return lines

    def _wording(self, name: str, part: str) -> str:
        """Set words for some of the statements."""
        usual = part == "says" and "usual" in self.book.statements[name] and happens(self.rng, USUAL)
        return "usual" if usual else part

    def _statement(self, name: str, part: str) -> tuple[Line, tuple[str, ...]]:
        (chosen,) = self.decks.deal((name, part), self.book.statements[name][part])
        says = (name, *chosen.also) if part in STATING else chosen.also
        denies = (name,) if part == "denies" else ()
        unsure = (*chosen.doubtful, *touching("says" if part in STATING else part).get(name, ()))
        line = Line(write(chosen.sentence, self.rng), fixed=True, says=says, denies=denies, usual=part == "usual")
        return line, unsure

    def _some(self, name: str, part: str, phrases: Sequence[Phrase], count: int = 1) -> list[str]:
        dealt = self.decks.deal((name, part, len(phrases)), phrases, count)
        return [write(one.sentence, self.rng) for one in dealt]
