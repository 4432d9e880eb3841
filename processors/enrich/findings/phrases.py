"""Many phrases as a tree of words: found in one pass that enters the tree only where a phrase may begin."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Phrase = tuple[str, ...]  # lower-case tokens
Key = TypeVar("Key")


@dataclass(slots=True)
class Node(Generic[Key]):
    """A place in the tree: the keys of the phrases that end here, and the words that make them longer."""

    keys: list[Key] = field(default_factory=list)
    longer: dict[str, "Node[Key]"] = field(default_factory=dict)


class Phrases(Generic[Key]):
    """Phrases with a key each. An ad's words that begin no phrase cost one look-up in a dictionary."""

    def __init__(self) -> None:
        self._root: Node[Key] = Node()

    def add(self, phrases: Iterable[Phrase], key: Key) -> None:
        """Phrases to be reported under `key`."""
        for phrase in phrases:
            node = self._root
            for word in phrase:
                node = node.longer.setdefault(word, Node())
            node.keys.append(key)

    def find(self, words: list[str]) -> list[tuple[list[Key], int, int]]:
        """Every place where phrases stand: their keys, the first word, and one past the last; by the first word."""
        first = self._root.longer
        found: list[tuple[list[Key], int, int]] = []
        for start in [number for number, word in enumerate(words) if word in first]:
            node = first[words[start]]
            stop = start + 1
            if node.keys:
                found.append((node.keys, start, stop))
            while node.longer and stop < len(words) and (longer := node.longer.get(words[stop])):
                node = longer
                stop += 1
                if node.keys:
                    found.append((node.keys, start, stop))
        return found
