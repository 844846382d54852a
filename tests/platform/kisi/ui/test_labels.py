"""Words on screen that neither the libraries nor every browser say the German way."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from kisi.core.vocabulary import Perspective, Topic
from kisi.ui.templatetags.kisi_ui import JOINTS, SOFT_HYPHEN, breakable

YOU = re.compile(r"\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir|[Gg]ib|[Ww]ähle|[Ss]telle sicher|[Ll]ade|versuche)\b")
ALLAUTH = {
    str(getattr(said, "_args", (said,))[0])
    for adapter in (DefaultAccountAdapter, DefaultSocialAccountAdapter)
    for said in adapter.error_messages.values()
}  # fmt: skip
ROOM = 15
"""Characters that fit into a heading of a narrow column."""


def test_a_choice_not_made_yet_is_german() -> None:
    choices = models.CharField(choices=Topic).get_choices()
    assert str(choices[0][1]) == "Bitte auswählen"


def test_what_libraries_say_to_people_is_polite() -> None:
    """„Sie“: also where another app's catalogue goes before Django's. Pages and letters of allauth are not shown."""
    rude = []
    for config in apps.get_app_configs():
        catalogue = Path(config.path) / "locale/de/LC_MESSAGES/django.mo"
        if not catalogue.exists():
            continue
        with catalogue.open("rb") as file:
            known = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined] # there is no public way
        texts = [key for key in known if isinstance(key, str) and "<" not in key and "\n" not in key]
        rude += [key for key in texts if YOU.search(_(key)) and (config.name != "allauth" or key in ALLAUTH)]
    assert rude == []


def test_our_catalogue_is_compiled() -> None:
    """What stands in the readable file is what people see."""
    source = (Path(settings.LOCALE_PATHS[0]) / "de/LC_MESSAGES/django.po").read_text("utf-8")
    pairs = re.findall(r'^msgid (".+")\nmsgstr (".+")$', source, re.MULTILINE)
    assert len(pairs) > 20
    assert [key for key, said in pairs if _(ast.literal_eval(key)) != ast.literal_eval(said)] == []


def test_words_of_the_vocabularies_fit_into_narrow_headings() -> None:
    """With soft hyphens at joints; nothing else about a label changes."""
    labels = [str(label) for label in (*Topic.labels, *Perspective.labels)]
    pieces = [piece for label in labels for word in breakable(label).split() for piece in word.split(SOFT_HYPHEN)]
    assert [piece for piece in pieces if len(piece) > ROOM] == []
    assert [breakable(label).replace(SOFT_HYPHEN, "") for label in labels] == labels
    assert all(word.replace("|", "") in " ".join(labels) for word in JOINTS)
