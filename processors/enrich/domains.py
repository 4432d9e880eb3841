"""Top-level domains, and how much a dot before one proves."""

import phonenumbers

# Never a word of a sentence: "site.com" is an address wherever it stands.
_SURE = """
com net org info biz mobi edu gov onion xyz app io example test invalid
"""
# Also everyday words: "with love.live chat" lacks a space, "site.live/anna" is an address.
_WORDS = """
online site shop store club dev tech space website link click live life vip fun world email top cam chat date dating adult
sex sexy porn xxx love men fans girls studio agency work works jobs careers company services solutions group team network
media news blog page bio one today zone city center directory guru expert social video photo photos global international
travel holiday hotel house homes rent bar pub restaurant cafe salon spa beauty health care clinic dental fit yoga dance
models asia cat tel ltd gmbh inc limited africa name pro guide tips plus red pink blue
am as at be by do de id in is it la me my no so to us va tv mr ms il et
"""
WORDS = frozenset(_WORDS.split())
TOP_LEVEL = (
    frozenset(_SURE.split()) | WORDS | {code.lower() for code in phonenumbers.SUPPORTED_REGIONS} | {"uk", "eu", "su"}
)

_PROVIDERS = {
    "gmail": "com", "googlemail": "com", "yahoo": "com fr es it de co.uk com.br ro", "ymail": "com", "mail": "com ru",
    "hotmail": "com fr es it de co.uk", "outlook": "com fr es it de", "live": "com fr it nl", "msn": "com", "aol": "com",
    "icloud": "com", "me": "com", "proton": "me", "protonmail": "com ch", "pm": "me", "tutanota": "com de", "tuta": "io",
    "gmx": "com net de fr at ch", "web": "de", "t-online": "de", "yandex": "ru com", "ya": "ru", "bk": "ru", "list": "ru",
    "inbox": "ru lv", "rambler": "ru", "ukr": "net", "i": "ua", "meta": "ua", "abv": "bg", "wp": "pl", "o2": "pl",
    "onet": "pl", "interia": "pl", "libero": "it", "orange": "fr", "wanadoo": "fr", "free": "fr", "sfr": "fr",
    "laposte": "net", "qq": "com", "163": "com", "126": "com", "seznam": "cz", "freemail": "hu", "citromail": "hu",
    "uol": "com.br", "bol": "com.br", "zoho": "com",
}  # fmt: skip
MAIL_PROVIDERS = frozenset(f"{name}.{top}" for name, tops in _PROVIDERS.items() for top in tops.split())
