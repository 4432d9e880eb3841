"""The catalogue: published indicators with their evidence, and the word lists that reveal them, as checked data."""

from processors.catalogue.catalogue import Catalogue
from processors.catalogue.current import Current
from processors.catalogue.load import load
from processors.catalogue.records import Indicator

__all__ = ["Catalogue", "Current", "Indicator", "load"]
