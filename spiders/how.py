"""How a source is read, as its YAML says it: one model per way to read."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from spiders.pattern import Pattern
from spiders.vocabulary import FEED, ROW, SCHEMA_ORG


class Part(BaseModel):
    """A part of a source file. Unknown keys are errors, everywhere."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Css(Part):
    """A value on an HTML page: the text of the first element a CSS selector finds, or one of its attributes."""

    css: str = Field(min_length=1)
    attr: str | None = None
    pattern: Pattern | None = None  # takes a part out of the value


class JsonPath(Part):
    """A value in a JSON document, by JMESPath.

    With `html`, the value is markup and its text is taken; `escaped` is for markup that was escaped once more.
    """

    path: str = Field(min_length=1)
    html: bool | Literal["escaped"] = False
    pattern: Pattern | None = None  # takes a part out of the value


def _short(name: str, full: type[Part]) -> BeforeValidator:
    """Lets YAML say `title: h1` for `title: {css: h1}`."""

    def widen(value: Any) -> Any:
        return {name: value} if isinstance(value, str) else value

    return BeforeValidator(widen, json_schema_input_type=str | full)


FieldName = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
CssValue = Annotated[Css, _short("css", Css)]
JsonValue = Annotated[JsonPath, _short("path", JsonPath)]


class HtmlAd(Part):
    """Where the parts of an ad are on its page."""

    key: CssValue | None = None  # without it the page's address is the key
    title: CssValue
    body: CssValue
    posted_at: CssValue | None = None
    country: CssValue | None = None  # ISO 3166 alpha-2, where pages state it
    fields: dict[FieldName, CssValue] = {}


class JsonAd(Part):
    """Where the parts of an ad are in its JSON object."""

    key: JsonValue
    title: JsonValue
    body: JsonValue
    posted_at: JsonValue | None = None
    country: JsonValue | None = None
    url: JsonValue | None = None  # the ad's own address, if the document names one
    fields: dict[FieldName, JsonValue] = {}


def _nothing_required(schema: dict[str, Any]) -> None:
    schema["required"] = [name for name in schema["required"] if name not in JsonAd.model_fields]


class KnownAd(JsonAd):
    """An ad in data whose words are known: what the file leaves out is taken from `spiders/vocabulary.py`."""

    model_config = ConfigDict(json_schema_extra=_nothing_required)
    known: ClassVar[dict[str, Any]]

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("fields", {}), dict):
            return data  # wrong, and said so by what comes after
        return {**cls.known, **data, "fields": {**cls.known["fields"], **data.get("fields", {})}}


SchemaType = Literal["JobPosting", "Offer", "Product", "Service", "SocialMediaPosting"]


class SchemaAd(KnownAd):
    """An ad in schema.org data on its page, as JSON-LD or microdata, of one type or several."""

    known: ClassVar = SCHEMA_ORG

    type: SchemaType | tuple[SchemaType, ...]

    @property
    def types(self) -> frozenset[str]:
        return frozenset([self.type] if isinstance(self.type, str) else self.type)


class FeedAd(KnownAd):
    """An ad in an entry of a feed."""

    known: ClassVar = FEED


class RowAd(KnownAd):
    """An ad in a row of a file."""

    known: ClassVar = ROW


def _kind_of_page(value: Any) -> str:
    return "schema" if isinstance(value, SchemaAd) or (isinstance(value, dict) and "type" in value) else "css"


PageAd = Annotated[Annotated[HtmlAd, Tag("css")] | Annotated[SchemaAd, Tag("schema")], Discriminator(_kind_of_page)]


class Pages(Part):
    """Pages by number. `step: 1` counts pages; a larger one counts ads, as an offset does."""

    parameter: str = Field(min_length=1)  # query parameter that takes the number
    first: int = Field(1, ge=0)  # number of the page where the crawl starts
    step: int = Field(1, ge=1)
    most: int = Field(200, ge=2)  # never more pages than this


class Paged(Part):
    """Documents that come one after the other: next links, cursors or numbers."""

    cursor: str | None = None  # query parameter that takes what `next` finds; without it that is an address
    pages: Pages | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        has_next = getattr(self, "next", None) is not None
        if self.pages and has_next:
            raise ValueError("give `next` or `pages`, not both")
        if self.cursor and not has_next:
            raise ValueError("`cursor` needs `next`, which finds its value")
        return self


class Listing(Paged):
    """Listing pages lead to the ads' pages and to the next listing page."""

    how: Literal["listing"]
    links: CssValue  # every element it finds leads to an ad
    next: CssValue | None = None
    ad: PageAd


class Sitemap(Part):
    """A sitemap or an index of sitemaps leads to the ads' pages."""

    how: Literal["sitemap"]
    under: str = Field("/", pattern="^/")  # addresses whose path starts with this lead to ads
    ad: PageAd


class JsonApi(Paged):
    """JSON documents hold the ads and say where the next document is."""

    how: Literal["json"]
    items: str = Field(min_length=1)  # JMESPath to the list of ads
    next: str | None = Field(None, min_length=1)  # JMESPath to the next address, or to a cursor
    ad: JsonAd


class Feed(Part):
    """RSS 2.0, Atom or JSON Feed, told apart by themselves, as are their links to the next document."""

    how: Literal["feed"]
    ad: FeedAd = Field(default_factory=lambda: FeedAd.model_validate({}))
    page: PageAd | None = None  # given where an entry is but a summary: how to read the page it leads to


class File(Part):
    """JSON lines, CSV or a saved feed that somebody hands over: `adwatch import`."""

    how: Literal["file"]
    ad: RowAd = Field(default_factory=lambda: RowAd.model_validate({}))


How = Annotated[Listing | Sitemap | JsonApi | Feed | File, Field(discriminator="how")]
