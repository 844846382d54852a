"""The points of a scale and their words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tenants.instruments.forms.question_base import Part, QuestionBase, german_in


def build_scale(form: QuestionBase) -> None:
    """First and last point, words for each."""
    scale = form.part.get("scale", {"from": 1, "to": 5})
    for name, label, key in (("first", _("Von"), "from"), ("last", _("Bis"), "to")):
        form.fields[name] = forms.IntegerField(
            label=label,
            min_value=-10,
            max_value=10,
            initial=scale[key],
            widget=forms.NumberInput(attrs={"data-width": "half"}),
        )
    for point in range(scale["from"], scale["to"] + 1):
        form.fields[f"label_{point}"] = forms.CharField(
            label=_("Worte für %(point)s") % {"point": point},
            max_length=300,
            required=False,
            initial=scale.get("labels", {}).get(str(point), {}).get("de", ""),
            widget=forms.TextInput(attrs={"data-width": "half"}),
        )
    form.fields["dont_know"] = forms.BooleanField(
        label=_("„Weiß ich nicht“ anbieten"), required=False, initial=form.part.get("dont_know", False)
    )


def clean_scale(form: QuestionBase, cleaned: Part) -> None:
    """From two to eleven points."""
    first, last = cleaned.get("first"), cleaned.get("last")
    if first is not None and last is not None and not 1 <= last - first <= 10:
        form.add_error("last", _now("Eine Skala hat 2 bis 11 Punkte: „Bis“ liegt 1 bis 10 über „Von“."))


def write_scale(form: QuestionBase, new: Part, cleaned: Part) -> Part:
    """The question with its scale."""
    before = form.part.get("scale", {}).get("labels", {})
    labels = {}
    for point in range(cleaned["first"], cleaned["last"] + 1):
        text = cleaned.get(f"label_{point}", before.get(str(point), {}).get("de", ""))
        if text.strip():
            labels[str(point)] = german_in(before.get(str(point)), text)
    new["scale"] = {"from": cleaned["first"], "to": cleaned["last"], **({"labels": labels} if labels else {})}
    new.pop("dont_know", None)
    return new | ({"dont_know": True} if cleaned["dont_know"] else {})
