"""The legal profile of a deployment: how many days each class of records is kept, and on what basis."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from adwatch.errors import KnownError
from processors.settings import ProcessorSettings
from processors.yaml_file import FileError, read_yaml

Days = Annotated[float, Field(ge=0, le=36_500)]


class Periods(BaseModel):
    """Days. Text never outlives the facts beside it, nor an original the text that stands for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ungraded_text: Days
    ungraded_facts: Days
    graded_originals: Days
    graded_text: Days
    graded_facts: Days
    after_review: Days
    alerts: Days
    crawl_reports: Days
    summaries: Days

    @model_validator(mode="after")
    def _in_order(self) -> "Periods":
        for shorter, longer in (
            ("ungraded_text", "ungraded_facts"),
            ("ungraded_text", "graded_text"),
            ("graded_originals", "graded_text"),
            ("graded_text", "graded_facts"),
        ):
            if getattr(self, shorter) > getattr(self, longer):
                raise ValueError(f"{shorter} must not be longer than {longer}")
        return self

    def of(self, name: str) -> timedelta:
        """The period of a class."""
        return timedelta(days=getattr(self, name))


class Profile(BaseModel):
    """One file of `catalogue/retention`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    title: str = Field(min_length=1)
    legal_basis: str = Field(min_length=10)
    reviewed_by: str = Field(min_length=1)
    reviewed_on: date
    days: Periods


def load(settings: ProcessorSettings) -> Profile:
    """The profile in force, with the periods that the settings change. Raises KnownError or FileError, which name what
    is wrong and where."""
    chosen = settings.retention
    path = settings.catalogue / "retention" / f"{chosen.profile}.yml"
    if not path.exists():
        there = ", ".join(sorted(each.stem for each in path.parent.glob("*.yml")))
        raise KnownError(f"retention.profile: no {chosen.profile}; there are: {there}")
    return read(path, chosen.days)


def read(path: Path, changes: Mapping[str, float] | None = None) -> Profile:
    """A file as a profile. Raises FileError for what is wrong in it, KnownError for what is wrong in the changes."""
    profile = read_yaml(path).into(Profile).model_copy(update={"name": path.stem})
    if not changes:
        return profile
    try:
        return profile.model_copy(update={"days": Periods(**{**profile.days.model_dump(), **changes})})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, item['loc']))} {item['msg']}" for item in error.errors())
        raise KnownError(f"retention.days: {wrong}") from None


__all__ = ["FileError", "Periods", "Profile", "load", "read"]
