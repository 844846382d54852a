"""The form of one question: which fields it has depends on the type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.instruments.forms.limits import (
    build_date,
    build_number,
    build_text,
    clean_range,
    write_date,
    write_number,
    write_text,
)
from tenants.instruments.forms.options import build_options, clean_options, write_options
from tenants.instruments.forms.question_base import Part, QuestionBase, german_in
from tenants.instruments.forms.scale import build_scale, clean_scale, write_scale


class QuestionForm(QuestionBase):
    """A question of a given type; ``part`` is the question as it stands in the draft, empty for a new one.

    ``question()`` returns its new state: German texts from the form, translations and everything the
    form does not show as they were.
    """

    text = forms.CharField(label=_("Frage"), max_length=1500, widget=forms.Textarea(attrs={"rows": 2}))
    hint = forms.CharField(
        label=_("Hinweis dazu"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, kind: str, part: Part | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.part = kind, part or {}
        self.initial.setdefault("text", self.part.get("text", {}).get("de", ""))
        self.initial.setdefault("hint", self.part.get("hint", {}).get("de", ""))
        if kind == "note":
            self.fields["text"].label = _("Text, der gezeigt wird")
            del self.fields["hint"]
            return
        _BUILDERS[kind](self)
        self.fields["required"] = forms.BooleanField(
            label=_("Pflichtangabe"),
            required=False,
            initial=self.part.get("required", False),
            help_text=_("Sparsam verwenden: Wer nicht antworten möchte, bricht sonst ab."),
        )

    @property
    def option_rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of the existing options: text, place, whether it excludes the others (or None)."""
        names = [f"option_{number}" for number in range(len(self.part.get("options", ())))]
        return [
            (self[name], self[f"{name}_place"], self[f"{name}_exclusive"] if self.kind == "multi" else None)
            for name in names
        ]

    @property
    def other_fields(self) -> list[Any]:
        """The fields below the options."""
        first = {"text", "hint"}
        return [self[name] for name in self.fields if name not in first and not name.startswith("option_")]

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Every field with its errors, as the summary of errors lists them."""
        return [(self[name], self[name].errors) for name in self.fields]

    def clean(self) -> Part:
        """Whether the parts fit together."""
        cleaned: Part = super().clean() or self.cleaned_data
        if check := _CLEANERS.get(self.kind):
            check(self, cleaned)
        return cleaned

    def question(self) -> Part:
        """The question as it will stand in the definition, without a code where it is new."""
        cleaned = self.cleaned_data
        new: Part = {**self.part, "type": self.kind, "text": german_in(self.part.get("text"), cleaned["text"])}
        if self.kind == "note":
            return new
        new.pop("hint", None)
        if cleaned["hint"].strip():
            new["hint"] = german_in(self.part.get("hint"), cleaned["hint"])
        new.pop("required", None)
        if cleaned["required"]:
            new["required"] = True
        return _WRITERS[self.kind](self, new, cleaned)


_BUILDERS: Final[dict[str, Callable[[QuestionBase], None]]] = {
    "single": build_options,
    "multi": build_options,
    "scale": build_scale,
    "number": build_number,
    "date": build_date,
    "text": build_text,
}
_CLEANERS: Final[dict[str, Callable[[QuestionBase, Part], None]]] = {
    "single": clean_options,
    "multi": clean_options,
    "scale": clean_scale,
    "number": clean_range,
    "date": clean_range,
}
_WRITERS: Final[dict[str, Callable[[QuestionBase, Part, Part], Part]]] = {
    "single": write_options,
    "multi": write_options,
    "scale": write_scale,
    "number": write_number,
    "date": write_date,
    "text": write_text,
}
