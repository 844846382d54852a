"""The languages of participants' pages: named in itself for who speaks it, in German for who works with it."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

PARAMETER = "sprache"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ckb", "ps", "ur"})


GERMAN_NAMES: Final = {
    "de": _("Deutsch"),
    "de-simple": _("Leichte Sprache"),
    "uk": _("Ukrainisch"),
    "ar": _("Arabisch"),
    "fa": _("Dari / Farsi"),
    "tr": _("Türkisch"),
    "ti": _("Tigrinya"),
    "so": _("Somali"),
    "ru": _("Russisch"),
    "ku": _("Kurdisch (Kurmandschi)"),
    "fr": _("Französisch"),
    "en": _("Englisch"),
}


@dataclass(frozen=True)
class Language:
    """A language by its BCP 47 tag."""

    code: str
    name: str

    @property
    def german(self) -> str:
        """What people who work in the town hall call it: few of them read every script."""
        return str(GERMAN_NAMES[self.code])

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if self.code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


PARTICIPANT_LANGUAGES = (
    Language("de", "Deutsch"),
    Language("de-simple", "Leichte Sprache"),
    Language("uk", "Українська"),
    Language("ar", "العربية"),
    Language("fa", "دری / فارسی"),
    Language("tr", "Türkçe"),
    Language("ti", "ትግርኛ"),
    Language("so", "Soomaali"),
    Language("ru", "Русский"),
    Language("ku", "Kurdî"),
    Language("fr", "Français"),
    Language("en", "English"),
)


@dataclass(frozen=True)
class LanguageLink:
    """A language in the switch of one page."""

    language: Language
    url: str
    current: bool


def language_named(code: str) -> Language:
    """The language of a tag; German where it is not one of the participants' languages."""
    by_code = {language.code: language for language in PARTICIPANT_LANGUAGES}
    return by_code.get(code, PARTICIPANT_LANGUAGES[0])


def chosen_language(request: HttpRequest) -> Language:
    """The language a visitor chose for this page (`?sprache=ar`); German where they chose none or an unknown one.

    A page that knows its language otherwise has said so with `speak`.
    """
    spoken: Language | None = getattr(request, "kisi_language", None)
    return spoken or language_named(request.GET.get(PARAMETER, ""))


def speak(request: HttpRequest, language: Language) -> None:
    """Let what stands around the page be in the page's language, whatever its address says."""
    request.kisi_language = language  # type: ignore[attr-defined] # what we keep there ourselves


def language_query(language: Language) -> str:
    """What a link to another public page carries so that it opens in the same language; nothing for German."""
    return "" if language == PARTICIPANT_LANGUAGES[0] else f"?{PARAMETER}={language.code}"


def language_links(current: str, parameter: str = PARAMETER) -> list[LanguageLink]:
    """The switch: the same page in every language, by query parameter."""
    return [
        LanguageLink(language, f"?{parameter}={language.code}", language.code == current)
        for language in PARTICIPANT_LANGUAGES
    ]
