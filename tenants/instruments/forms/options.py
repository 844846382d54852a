"""The answers of a choice: existing ones in rows, new ones a line each."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shared.instruments.editing import slug_of
from shared.instruments.local_part import free_key
from tenants.instruments.forms.question_base import Part, QuestionBase, german_in

MAX_OPTIONS: Final = 60


def build_options(form: QuestionBase) -> None:
    """The fields of a choice: a row for each answer, new ones as lines."""
    for number, option in enumerate(form.part.get("options", ())):
        name = f"option_{number}"
        label = _("Antwort %(number)d") % {"number": number + 1}
        form.fields[name] = forms.CharField(
            label=label, max_length=300, required=False, initial=option["text"]["de"], strip=True
        )
        form.fields[f"{name}_place"] = forms.IntegerField(
            label=_("Platz von Antwort %(number)d") % {"number": number + 1},
            min_value=1,
            max_value=99,
            required=False,
            initial=number + 1,
            widget=forms.NumberInput(attrs={"class": "k-number"}),
        )
        if form.kind == "multi":
            form.fields[f"{name}_exclusive"] = forms.BooleanField(
                label=_("schließt andere aus"), required=False, initial=option.get("exclusive", False)
            )
    form.fields["new_options"] = forms.CharField(
        label=_("Neue Antworten") if form.part else _("Antworten"),
        required=not form.part,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3 if form.part else 6}),
        help_text=_("Eine Antwort je Zeile."),
    )
    if form.kind == "multi":
        form.fields["at_most"] = forms.IntegerField(
            label=_("Höchstens so viele Antworten"),
            min_value=1,
            max_value=MAX_OPTIONS,
            required=False,
            initial=form.part.get("at_most"),
        )


def _options(form: QuestionBase, cleaned: Part) -> list[Part]:
    kept: list[tuple[int, int, Part]] = []
    for number, option in enumerate(form.part.get("options", ())):
        text = (cleaned.get(f"option_{number}") or "").strip()
        if text:
            new = {"code": option["code"], "text": german_in(option["text"], text)}
            if cleaned.get(f"option_{number}_exclusive"):
                new["exclusive"] = True
            kept.append((cleaned.get(f"option_{number}_place") or number + 1, number, new))
    listed = [new for _place, _number, new in sorted(kept, key=lambda one: one[:2])]
    taken = {option["code"] for option in form.part.get("options", ())}
    for line in cleaned.get("new_options", "").splitlines():
        if line.strip():
            code = free_key(slug_of(line) or "antwort", taken, 40)
            taken.add(code)
            listed.append({"code": code, "text": {"de": line.strip()}})
    return listed


def clean_options(form: QuestionBase, cleaned: Part) -> None:
    """Between two and sixty answers."""
    options = _options(form, cleaned)
    if not 2 <= len(options) <= MAX_OPTIONS:
        words = _now("Eine Auswahl hat 2 bis %(number)d Antworten, hier sind es %(count)d.")
        form.add_error("new_options", words % {"number": MAX_OPTIONS, "count": len(options)})
    if any(len(option["text"]["de"]) > 300 for option in options):
        form.add_error("new_options", _now("Eine Antwort ist zu lang: höchstens 300 Zeichen."))
    if (cleaned.get("at_most") or 0) > len(options):
        form.add_error("at_most", _now("So viele Antworten gibt es nicht."))


def write_options(form: QuestionBase, new: Part, cleaned: Part) -> Part:
    """The question with its answers; those that stay keep their codes and translations."""
    new["options"] = _options(form, cleaned)
    new.pop("at_most", None)
    if cleaned.get("at_most"):
        new["at_most"] = cleaned["at_most"]
    return new
