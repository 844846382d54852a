"""What the form of a question and its kinds of answers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

Part = dict[str, Any]


class QuestionBase(forms.Form):
    """A form that knows the type of its question and the question as it stands in the draft."""

    kind: str
    part: Part


def german_in(texts: Mapping[str, str] | None, german: str) -> dict[str, str]:
    """Texts with these German words; the translations stay and are for a person to look through again."""
    return {**(texts or {}), "de": german.replace("\r\n", "\n").strip()}
