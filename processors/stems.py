"""Words without their endings, in many languages: found by any of their forms.

Written by us and not by the server, since not every server has the analyzers; so a search finds the same on each.
The method is Snowball (Porter, snowballstem.org). A stem carries its language, `en_car`, so that no word is taken for
one of another language that happens to end up the same.
"""

import re
from functools import cache

import Stemmer

from processors.fold import fold
from processors.remembered import Remembered

# As Snowball and the search servers' analyzers both call them.
LANGUAGES = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
WORD = re.compile(r"[^\W_]+")
MAX_WORD = 60  # letters; longer ones are no words
MOST_KNOWN = 20_000  # words of a language, and as many pieces of text


def words(text: str) -> list[str]:
    """The words of a text, in lower case, in order; accents stay, since endings depend on them."""
    return [word for word in WORD.findall(text.casefold()) if len(word) <= MAX_WORD]


@cache
def _of(language: str | None) -> Remembered[str]:
    """Word -> stem of one language, as they are met; some 3 MB."""

    def made(word: str) -> str:
        if language is None:
            return fold(word)
        stemmer = Stemmer.Stemmer(LANGUAGES[language], 0)
        return f"{language}_{fold(stemmer.stemWord(word))}"

    return Remembered(made, MOST_KNOWN, MAX_WORD)


def stem(word: str, language: str | None) -> str:
    """One word in lower case, without its ending and then without accents; in other languages, without accents only."""
    return _of(language if language in LANGUAGES else None)[word]


@cache
def _of_pieces(language: str | None) -> Remembered[str]:
    """What stands between two spaces -> its stems; some 4 MB."""
    known = _of(language)
    return Remembered(lambda piece: " ".join([known[word] for word in words(piece)]), MOST_KNOWN, MAX_WORD)


def stems(text: str, language: str | None) -> str:
    """The text as it is searched: its stems, in order. Put together from what stands between spaces: that recurs from
    ad to ad, words and the marks beside them, and need not be taken apart again."""
    known = _of_pieces(language if language in LANGUAGES else None)
    return " ".join(filter(None, map(known.__getitem__, text.split())))


def forms(word: str) -> tuple[str, ...]:
    """The stems that a word may have whose language nobody said."""
    return tuple(stem(word, language) for language in (None, *LANGUAGES))
