"""What the table of the gazetteer holds, as it is written there."""

import msgspec


class Thing(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A town, a country or a region."""

    identity: int  # of GeoNames
    name: str
    country: str
    region: str = ""  # code of the state or province inside the country
    population: int = 0  # 0 for countries and regions
    latitude: float | None = None
    longitude: float | None = None


class Meant(msgspec.Struct, array_like=True, gc=False):
    """What a name stands for: an area, or towns by their numbers in the table, the largest first."""

    area: Thing | None = None
    own: list[int] = []  # msgspec copies it
    other: list[int] = []  # that have this name in another language, or as a short form


class Start(msgspec.Struct, array_like=True, gc=False):
    """The names that begin with a word."""

    is_name: bool = False  # the word alone is one
    longest: int = 1  # words
    seconds: set[str] = set()  # the second words of the longer ones
