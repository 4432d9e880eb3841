"""The catalogue's records. Frozen, validated while loading; an unknown key is an error."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{2}$")]
Filled = Annotated[str, Field(min_length=2)]


class Entry(BaseModel):
    """Base of everything a domain expert writes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Entry):
    """The same words in English and French."""

    en: Filled
    fr: Filled

    def in_language(self, language: str) -> str:
        """French if asked for, else English."""
        return self.fr if language == "fr" else self.en


class Form(StrEnum):
    """Forms of exploitation: those of E/CN.15/2018/L.2 (PP12), then those named in later instruments."""

    SEXUAL = "sexual_exploitation"
    LABOUR = "labour_exploitation"
    ORGAN_REMOVAL = "organ_removal"
    FORCED_MARRIAGE = "forced_marriage"
    SEX_TOURISM = "sex_tourism"
    CSAM = "csam"
    DOMESTIC_SERVITUDE = "domestic_servitude"
    FORCED_CRIMINALITY = "forced_criminality"
    FORCED_BEGGING = "forced_begging"
    SURROGACY = "surrogacy_exploitation"
    ILLEGAL_ADOPTION = "illegal_adoption"
    CHILD_LABOUR = "child_labour"
    ARMED_GROUPS = "armed_groups"


class Function(StrEnum):
    """What the ad or its maker does; the seven functions of PP12."""

    ADVERTISING = "advertising"
    SOLICITATION = "solicitation"
    RECRUITMENT = "recruitment"
    MOVEMENT = "movement"
    EXPLOITATION = "exploitation"
    CONTROL = "control"
    FINANCIAL = "financial"


class Palermo(StrEnum):
    """The element of the Palermo Protocol's definition (art. 3) that an indicator speaks to."""

    ACT = "act"
    MEANS = "means"
    PURPOSE = "purpose"
    CONTEXT = "context"


class Level(StrEnum):
    """What one has to look at."""

    AD = "ad"
    CONTACT = "contact"
    CLUSTER = "cluster"
    ACCOUNT = "account"
    CORPUS = "corpus"  # many ads of one place or time


class AdKind(StrEnum):
    """What an ad is about, as far as indicators care."""

    JOB = "job"  # offers work
    SERVICE = "service"  # offers a person's company or personal services
    WANTED = "wanted"  # a person looks for work
    OTHER = "other"


class Grade(StrEnum):
    """How good the evidence is."""

    TESTED = "E1"  # tested against known negatives
    EXPERTS = "E2"  # weighted by expert consensus (ILO/EC Delphi)
    MEASURED = "E3"  # prevalence measured in a published study, no ground truth
    LISTED = "E4"  # on an agency's or NGO's list
    REFUTED = "E5"  # tested and not supported
    DESIGN = "D"  # our own choice, derived from the above, untested


class Polarity(StrEnum):
    """Which way an indicator speaks."""

    RISK = "risk"
    PROTECTIVE = "protective"
    CONTEXT = "context_only"
    REFUTED = "refuted"


class Sensitive(StrEnum):
    """Whether what an indicator is about must be kept from scores and eyes."""

    NONE = "none"
    SPECIAL_CATEGORY = "special_category"  # ethnicity, nationality, religion ...: never scored, value never stored
    CHILD = "child"  # the children's lane: never scored, never shown


class Abstain(StrEnum):
    """When an ad's silence about an indicator says nothing: see `abstain.py`."""

    LANGUAGE = "language_unsupported"
    SHORT = "text_too_short"


class StrengthLevel(StrEnum):
    """How strong a cue is by itself."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    NONE = "none"


class Strength(Entry):
    """How much one finding counts in its dimension, and what was published about it."""

    level: StrengthLevel
    published: Filled
    source: str


class Signal(Entry):
    """What reveals an indicator. One of the four, or words and a reader; none of them when the record has a `gap`."""

    lexicon: tuple[str, ...] = ()  # topics of the word lists: any of them
    together: tuple[tuple[str, ...], ...] = ()  # topics or indicators: one of each row, in one ad
    reader: str | None = None  # a named function over mentions, fields, benchmarks or what does not fit together
    link: bool = False  # the link stage reports it


class Indicator(Entry):
    """One published indicator: what it means, what reveals it, how good the evidence is."""

    id: Id
    label: Text
    definition: Text
    question: Text | None = None  # what a reviewer should find out when the ad is silent about it
    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    functions: Annotated[tuple[Function, ...], Field(min_length=1)]
    palermo: Palermo
    dimension: str
    level: Level = Level.AD
    ads: tuple[AdKind, ...] = ()  # kinds of ad it is looked for in; empty: all
    signal: Signal = Signal()
    group: str | None = None  # indicators that see the same thing in different ways; counted once
    strength: Strength
    evidence_grade: Grade
    polarity: Polarity = Polarity.RISK
    default_weight: Annotated[float, Field(ge=0, le=3)]
    scored: bool = True  # False: shown to the reviewer, never scored
    sensitive: Sensitive = Sensitive.NONE
    abstain_when: tuple[Abstain, ...] = (Abstain.LANGUAGE, Abstain.SHORT)  # then silence says nothing
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    gap: Text | None = None  # why nothing looks for it yet, or ever
    version: Annotated[int, Field(ge=1)] = 1

    @property
    def is_counted(self) -> bool:
        """May it move a score, in either direction?"""
        return self.scored and self.polarity in (Polarity.RISK, Polarity.PROTECTIVE)

    @property
    def children_lane(self) -> bool:
        """Does a hit send the ad to the children's lane?"""
        return self.sensitive is Sensitive.CHILD


class DimensionInfo(Entry):
    """One dimension of the combination rule."""

    label: Text
    published: bool  # one of the six of the ILO/EC survey, or one of ours
    source: str


class Reading(StrEnum):
    """How we know what a source says."""

    SOURCE = "read"
    SECOND_HAND = "second_hand"  # another document's account of it; check before quoting
    GENERAL = "general_knowledge"  # not read; check before quoting


class Source(Entry):
    """Where a number, a list or a rule comes from."""

    cite: Filled
    known_by: Reading
