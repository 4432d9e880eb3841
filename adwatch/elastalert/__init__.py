"""ElastAlert 2 rules become rules of ours, as far as they can; what could not be converted is said."""

from adwatch.elastalert.convert import Converted, convert

__all__ = ["Converted", "convert"]
