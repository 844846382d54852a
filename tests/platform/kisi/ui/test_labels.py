"""Words on screen that neither Django nor every browser says the German way."""

from __future__ import annotations

from django.db import models

from kisi.core.vocabulary import Perspective, Topic
from kisi.ui.templatetags.kisi_ui import JOINTS, SOFT_HYPHEN, breakable

ROOM = 15
"""Characters that fit into a heading of a narrow column."""


def test_a_choice_not_made_yet_is_german() -> None:
    choices = models.CharField(choices=Topic).get_choices()
    assert str(choices[0][1]) == "Bitte auswählen"


def test_words_of_the_vocabularies_fit_into_narrow_headings() -> None:
    """With soft hyphens at joints; nothing else about a label changes."""
    labels = [str(label) for label in (*Topic.labels, *Perspective.labels)]
    pieces = [piece for label in labels for word in breakable(label).split() for piece in word.split(SOFT_HYPHEN)]
    assert [piece for piece in pieces if len(piece) > ROOM] == []
    assert [breakable(label).replace(SOFT_HYPHEN, "") for label in labels] == labels
    assert all(word.replace("|", "") in " ".join(labels) for word in JOINTS)
