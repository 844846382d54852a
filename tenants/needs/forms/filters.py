"""What of the needs to see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective, Topic
from tenants.needs.models import SEARCH, Need
from tenants.needs.queries import people_to_choose
from tenants.needs.vocabulary import SETTLED, NeedState, Priority, Urgency

NOBODY = "niemand"
OPEN = "offen"


class NeedFilter(forms.Form):
    """Words, topic, state, urgency, priority, perspective, who is responsible."""

    suche = forms.CharField(label=_("Suche"), required=False, max_length=100)
    handlungsfeld = forms.ChoiceField(
        label=_("Handlungsfeld"), required=False, choices=[("", _("Alle")), *Topic.choices]
    )
    stand = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("Alle")), (OPEN, _("alle offenen")), *NeedState.choices],
    )
    prioritaet = forms.ChoiceField(label=_("Priorität"), required=False, choices=[("", _("Alle")), *Priority.choices])
    dringlichkeit = forms.ChoiceField(
        label=_("Dringlichkeit"), required=False, choices=[("", _("Alle")), *Urgency.choices]
    )
    perspektive = forms.ChoiceField(
        label=_("Perspektive"), required=False, choices=[("", _("Alle")), *Perspective.choices]
    )
    zustaendig = forms.ChoiceField(label=_("Zuständig"), required=False)

    def __init__(self, data: Any, rows: QuerySet[Need], *, with_people: bool = True) -> None:
        super().__init__(data)
        self._rows = rows
        people = [(str(person.pk), person.name) for person in people_to_choose()] if with_people else []
        self.fields["zustaendig"].choices = [("", _("Alle")), (NOBODY, _("noch niemand")), *people]  # type: ignore[attr-defined]

    @property
    def form(self) -> NeedFilter:
        """This form, as lists ask for it."""
        return self

    @cached_property
    def qs(self) -> QuerySet[Need]:
        """The rows that remain; all of them where a value cannot be read."""
        if not self.is_valid():
            return self._rows
        asked = self.cleaned_data
        rows = self._rows
        for name, field in (("handlungsfeld", "topic"), ("prioritaet", "priority"), ("dringlichkeit", "urgency")):
            if asked[name]:
                rows = rows.filter(**{field: asked[name]})
        if asked["perspektive"]:
            rows = rows.filter(perspectives__contains=[asked["perspektive"]])
        return SEARCH.matching(_of_people(_in_state(rows, asked["stand"]), asked["zustaendig"]), asked["suche"])


def _in_state(rows: QuerySet[Need], state: str) -> QuerySet[Need]:
    if state == OPEN:
        return rows.exclude(state__in=SETTLED)
    return rows.filter(state=state) if state else rows


def _of_people(rows: QuerySet[Need], who: str) -> QuerySet[Need]:
    if who == NOBODY:
        return rows.filter(responsible=None)
    return rows.filter(responsible_id=int(who)) if who else rows
