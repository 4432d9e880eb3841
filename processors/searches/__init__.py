"""What analysts search for: questions asked once, and standing searches, told about from then on."""

from processors.searches.bounded import QueryError, check, fields_of
from processors.searches.saved import Saved, SavedSearch

__all__ = ["QueryError", "Saved", "SavedSearch", "check", "fields_of"]
