"""How a source is read, as its YAML says it: one model per way to read."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Part(BaseModel):
    """A part of a source file. Unknown keys are errors, everywhere."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Css(Part):
    """A value on an HTML page: the text of the first element a CSS selector finds, or one of its attributes."""

    css: str = Field(min_length=1)
    attr: str | None = None


class JsonPath(Part):
    """A value in a JSON document, by JMESPath. With `html`, the value is markup and its text is taken."""

    path: str = Field(min_length=1)
    html: bool = False


def _short(name: str) -> BeforeValidator:
    """Lets YAML say `title: h1` for `title: {css: h1}`."""

    def widen(value: Any) -> Any:
        return {name: value} if isinstance(value, str) else value

    return BeforeValidator(widen)


FieldName = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
CssValue = Annotated[Css, _short("css")]
JsonValue = Annotated[JsonPath, _short("path")]


class HtmlAd(Part):
    """Where the parts of an ad are on its page."""

    key: CssValue
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


class Listing(Part):
    """Listing pages lead to the ads' pages and to the next listing page."""

    how: Literal["listing"]
    links: CssValue  # every element it finds leads to an ad
    next: CssValue | None = None
    ad: HtmlAd


class Sitemap(Part):
    """A sitemap or an index of sitemaps leads to pages that carry schema.org JSON-LD."""

    how: Literal["sitemap"]
    under: str = Field("/", pattern="^/")  # addresses whose path starts with this lead to ads
    type: str = Field(min_length=1)  # schema.org type of the block, for example JobPosting
    ad: JsonAd


class JsonApi(Part):
    """JSON documents hold the ads and say where the next document is."""

    how: Literal["json"]
    items: str = Field(min_length=1)  # JMESPath to the list of ads
    next: str | None = None  # JMESPath to the next address, or to a cursor
    cursor: str | None = None  # query parameter that takes the cursor; without it `next` is an address
    ad: JsonAd


How = Annotated[Listing | Sitemap | JsonApi, Field(discriminator="how")]
