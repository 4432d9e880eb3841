"""Handles of networks and messengers, as "network:name". A bare word after "snap:" is one, the word "snap" alone is not."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

# How people call each network.
_LABELS = {
    "telegram": "telegram telegramm telegr@m t3legram telegrm tlgrm telega tgram tg телеграм телеграмм телега телегу тг телеге تيليجرام تلغرام تليجرام 电报 纸飞机",
    "instagram": "instagram instagramm insta instagr@m 1nsta 1nstagram inst@ insta-gram ig инстаграм инстаграмм инста инсту انستا انستقرام انستغرام",
    "snapchat": "snapchat snap-chat snap sn@p snapp sn@pchat $nap sc سناب снап снапчат",
    "wechat": "wechat we-chat weixin wx vx 微信 薇信 威信 v信 вичат вэчат",
    "line": "line",
    "kik": "kik k1k кик",
    "facebook": "facebook face-book fb messenger фейсбук фб فيسبوك فيس",
    "twitter": "twitter twtr твиттер تويتر",
    "tiktok": "tiktok tik-tok тикток тик-ток تيكتوك",
    "onlyfans": "onlyfans only-fans онлифанс",
    "fansly": "fansly",
    "skype": "skype skyp скайп",
    "discord": "discord дискорд",
    "vk": "vk vkontakte вк вконтакте",
    "threema": "threema",
    "wickr": "wickr wickrme",
    "session": "session-id",
    "signal": "signal сигнал",
    "kakaotalk": "kakaotalk kakao kakao-talk 카톡 카카오톡",
    "zalo": "zalo",
    "qq": "qq",
    "icq": "icq аська",
    "threads": "threads",
    "cashapp": "cashapp cash-app",
    "venmo": "venmo",
    "paypal": "paypal paypal.me",
}  # fmt: skip
_NETWORK = {label: network for network, labels in _LABELS.items() for label in labels.split()}
# Everyday words too, or often said without a name: a name after them needs ":", "=", "@" or "id".
_DOUBTFUL = frozenset(
    ("line", "sc", "signal", "session-id", "messenger", "threads", "vk", "tele", "сигнал", "qq", "discord")
)

_ADDRESSES = {
    "telegram": r"(?:t|telegram)\.(?:me|dog)/(?:s/)?|tg://resolve/?\?domain=",
    "instagram": r"instagram\.com/|instagr\.am/|ig\.me/m/",
    "snapchat": r"snapchat\.com/(?:add/|@)",
    "facebook": r"(?:facebook|fb)\.com/|fb\.me/|m\.me/",
    "twitter": r"(?:twitter|x)\.com/@?",
    "tiktok": r"tiktok\.com/@",
    "onlyfans": r"onlyfans\.com/",
    "fansly": r"fansly\.com/",
    "vk": r"vk\.(?:com|me|ru)/",
    "kik": r"kik\.me/",
    "line": r"line\.me/(?:r/)?ti/p/[~@]|lin\.ee/",
    "discord": r"discord\.(?:gg|com/invite)/",
    "linktree": r"linktr\.ee/",
    "paypal": r"paypal\.me/|paypal\.com/paypalme/",
    "cashapp": r"cash\.app/\$",
    "venmo": r"venmo\.com/(?:u/)?",
    "skype": r"skype:",
    "reddit": r"reddit\.com/u(?:ser)?/",
    "youtube": r"youtube\.com/@",
    "twitch": r"twitch\.tv/",
    "threads": r"threads\.net/@",
    "odnoklassniki": r"ok\.ru/(?:profile/)?",
}  # fmt: skip
_NAME = r"[a-z0-9_](?:[a-z0-9_.\-]{0,30}[a-z0-9_])"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:\.|dot)\s?[)\]}]\s?|\s\.\s|\sdot\s)"
_ADDRESS = re.compile(
    r"(?<![\w.@-])(?:https?://)?(?:(?:www|m|mobile)\.)?(?:"
    + "|".join(f"(?P<{network}>{pattern})" for network, pattern in _ADDRESSES.items())
    .replace(r"\.", _DOT)
    .replace("/", r"\s?/\s?")
    + rf")(?P<name>{_NAME})(?![\w@])(?:[/?][^\s<>\"']{{0,200}})?"
)
_RESERVED = frozenset(
    ("p", "reel", "reels", "explore", "share", "sharer", "intent", "joinchat", "addstickers", "groups", "events", "pages", "watch",
     "login", "home", "hashtag", "search", "stories", "tv", "add", "profile", "profile.php", "sharer.php", "people", "marketplace")
)  # fmt: skip

_label = rf"(?P<label>{any_of(_NETWORK)})"
_MORE_LABELS = rf"(?:\s?[/&+,]\s?(?:{any_of(_NETWORK)}))*"
_SAYS = r"(?:id|i\.d|user|username|user name|handle|account|acc|name|nick|nickname|ник|логин|name is|is|me|us|my|at|add|usuario|compte|pseudo|contact|chat)"
_LABELLED = re.compile(
    rf"(?<![\w@.$]){_label}{_MORE_LABELS}(?![\w@])(?P<gap>(?:\s?{_SAYS}(?![\w])){{0,2}}[\s]{{0,2}}(?P<mark>[:=@»>~\-–|*•👉➡️→(\[]{{0,3}})\s{{0,2}}[@$]?)"
    rf"(?P<name>{_NAME}(?:#\d{{4}})?)(?![\w@]|\.[a-z])"
)
_NAMED_ON = re.compile(
    rf"(?<![\w.@])@(?P<name>{_NAME})\s?(?:on|at|in|sur|en|auf|na|no|w|в|на|su|via|[(\[/|\-–])\s?(?:my\s|mon\s|mi\s)?{_label}(?![\w@])"
)
_LOOSE = re.compile(r"(?<![\w.@/])@(?P<name>[a-z_][a-z0-9_.]{2,30})(?![\w@])")
_CUE = re.compile(
    r"add|follow|contact|dm|message|msg|write|find|pm|me|us|chat|пиши|подпис|escr[ií]be|s[ií]gueme|ajoute|contacte|scrivi"
)
_NOT_NAMES = frozenset(
    ("me", "us", "my", "is", "id", "and", "or", "on", "in", "the", "for", "to", "a", "at", "only", "available", "yes", "no", "ok",
     "same", "number", "below", "above", "please", "call", "text", "dm", "pm", "add", "follow", "here", "soon", "coming", "ask",
     "link", "bio", "none", "too", "also", "chat", "video", "calls", "messages", "message", "contact", "username", "user", "name",
     "account", "private", "public", "premium", "verified", "show", "shows", "sex", "et", "ou", "sur", "moi", "pour", "avec", "y", "o",
     "por", "para", "con", "de", "mi", "en", "und", "oder", "dispo", "with", "if", "u", "you", "your", "up", "down", "not", "but",
     "channel", "group", "canal", "groupe", "grupo", "online", "now", "hours", "day", "work", "home", "all", "by", "via", "app", "ready",
     "just", "media", "story", "stories", "pics", "photos", "live", "new", "free", "more", "info", "details", "real", "fake", "preferred",
     "accepted", "welcome", "deposit", "required", "payment", "payments", "cash", "card", "venmo", "zelle", "paypal", "cashapp", "apple")
)  # fmt: skip
_NAME_LIKE = re.compile(r"[\d_.]")
_WORDY = frozenset(part for label in _NETWORK for part in re.split(r"\W|\d", label) if part)


def detect(passage: Passage) -> Iterator[Found]:
    """The handles of a passage: in addresses, after a network's name, before one, in a field named after one."""
    lower = passage.lower
    if "/" in lower or "skype:" in lower:
        for match in _ADDRESS.finditer(lower):
            if match["name"] not in _RESERVED and not match["name"].isdigit():
                network = next(name for name in _ADDRESSES if match[name])
                yield _found(network, match["name"], match.start(), match.end(), "handles.address", "link", 1.0)
    if not passage.words.isdisjoint(_WORDY):
        for match in _LABELLED.finditer(lower):
            if _is_name(match):
                start = match.start("name") - (lower[match.start("name") - 1] in "@$")
                yield _found(_NETWORK[match["label"]], match["name"], start, match.end(), "handles.label", None, 0.9)
        if "@" in lower:
            for match in _NAMED_ON.finditer(lower):
                yield _found(
                    _NETWORK[match["label"]],
                    match["name"],
                    match.start(),
                    match.end("name"),
                    "handles.label",
                    None,
                    0.9,
                )
    if "@" in lower:
        yield from _loose(passage)
    for field in passage.fields:
        value = re.fullmatch(rf"@?({_NAME})", lower[field.start : field.end].strip())
        if field.name in _NETWORK and value and not value[1].isdigit():
            yield _found(_NETWORK[field.name], value[1], field.start, field.end, "handles.field", None, 1.0)


def _is_name(match: re.Match[str]) -> bool:
    name, gap, label = match["name"], match["gap"], match["label"]
    if name in _NOT_NAMES or name in _NETWORK:
        return False
    if name.isdigit():
        return _NETWORK[label] in ("qq", "icq", "line") and bool(match["mark"]) and 5 <= len(name) <= 10
    if "@" in gap or "$" in gap or any(mark in match["mark"] for mark in ":=👉➡»→>~"):
        return True
    if label in _DOUBTFUL:
        return " id" in f" {gap}" and bool(gap.strip())
    return (bool(_NAME_LIKE.search(name)) and not name[0].isdigit()) or (match["mark"] in ("-", "–") and len(name) > 4)


def _loose(passage: Passage) -> Iterator[Found]:
    """ "@name" without a network: of the network named shortly before; else of an unknown one, if it looks meant."""
    lower = passage.lower
    for match in _LOOSE.finditer(lower):
        name = match["name"].rstrip(".")
        before = lower[max(0, match.start() - 48) : match.start()].rsplit("\n", 1)[-1]
        labels = [found["label"] for found in _ANY_LABEL.finditer(before)]
        alone = not before.strip() and lower[match.end() : match.end() + 1] in ("", "\n")
        if labels:
            yield _found(
                _NETWORK[labels[-1]], name, match.start(), match.start() + 1 + len(name), "handles.near", None, 0.7
            )
        elif name not in _NOT_NAMES and (alone or _NAME_LIKE.search(name) or _CUE.search(before[-30:])):
            yield _found("unknown", name, match.start(), match.start() + 1 + len(name), "handles.loose", None, 0.4)


_ANY_LABEL = re.compile(rf"(?<![\w@.$]){_label}(?![\w@])")


def _found(network: str, name: str, start: int, end: int, detector: str, style: str | None, confidence: float) -> Found:
    return Found(MentionKind.HANDLE, f"{network}:{name}", start, end, detector, style, confidence)
