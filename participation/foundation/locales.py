"""Languages of the interface and of what people say: two different things that share names and directions."""

from collections.abc import Mapping
from dataclasses import dataclass

# what pages can be read in; a variety of a language says what is not its own as that language does
FINISHED = ("de", "de-simple", "en", "tr", "ar")
# whole catalogues that no native speaker has signed off yet: pages say so, and what they lack they say in English
DRAFTS = ("uk", "ru", "pl", "ro", "fa", "ku", "ti", "fr", "bg", "sq", "hr")
INTERFACE = FINISHED + DRAFTS
# what the town writes its own texts in
WRITTEN = ("de", "en", "tr", "ar")
DEFAULT = "de"
# the tag of a page that is not what its catalogue is called
CATALOGUES: Mapping[str, str] = {"de-simple": "de@leicht"}

RIGHT_TO_LEFT = frozenset({"ar", "fa", "ckb", "ps", "ur", "he", "prs"})

OWN_NAMES: Mapping[str, str] = {
    "de": "Deutsch",
    "en": "English",
    "tr": "Türkçe",
    "ar": "العربية",
    "uk": "Українська",
    "ru": "Русский",
    "pl": "Polski",
    "ro": "Română",
    "fa": "فارسی",
    "ku": "Kurdî",
    "ti": "ትግርኛ",
    "fr": "Français",
    "es": "Español",
    "bg": "Български",
    "sq": "Shqip",
    "hr": "Hrvatski",
    "so": "Soomaali",
    "it": "Italiano",
    "ckb": "کوردیی ناوەندی",
    "ps": "پښتو",
    "ur": "اردو",
    "sr": "Srpski",
    "pt": "Português",
    "el": "Ελληνικά",
    "vi": "Tiếng Việt",
}

VARIETIES: Mapping[str, str] = {"de-simple": "Deutsch, leicht"}

# codes that other tables and libraries use for a language we keep under one name
ALIASES: Mapping[str, str] = {"kmr": "ku", "prs": "fa", "deu": "de", "eng": "en", "tur": "tr", "ara": "ar", "ukr": "uk"}

UNDETERMINED = "und"


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it is shown: what was said, in which language."""

    text: str
    lang: str

    @property
    def dir(self) -> str:
        """Value of the `dir` attribute: `auto` where the language is not known."""
        return direction(self.lang)


def base(lang: str) -> str:
    """The language somebody speaks who reads the interface in `lang`: without its variety."""
    return lang.split("-", maxsplit=1)[0].lower()


# what the machine translates into and whose lists are counted; people translate into every language that has a name
READ = tuple(dict.fromkeys(base(lang) for lang in FINISHED))


def direction(lang: str) -> str:
    if lang == UNDETERMINED:
        return "auto"
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"


def own_name(lang: str) -> str:
    """The language's name in itself; the code where we do not know it."""
    return VARIETIES.get(lang) or OWN_NAMES.get(lang, lang)


def catalogue_of(lang: str) -> str:
    """What gettext and Babel call a language of the interface."""
    return CATALOGUES.get(lang, lang)


def known_language(code: str) -> str | None:
    """Our name for a language code (`de-DE`, `kmr`, `EN`), or None when we do not carry that language."""
    short = code.strip().replace("_", "-").split("-")[0].lower()
    short = ALIASES.get(short, short)
    return short if short in OWN_NAMES else None


def pick(texts: Mapping[str, str], lang: str) -> Words:
    """The version of a written-by-us text for a reader: theirs, then German, then English, then any."""
    for choice in (lang, base(lang), DEFAULT, "en", *texts):
        if texts.get(choice):
            return Words(texts[choice], choice)
    return Words("", lang)
