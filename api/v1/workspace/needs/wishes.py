"""What a program asks for about a need, checked by the rules of the pages (``NeedForm``, ``DecisionForm``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from api.problems.forms import require_valid
from api.requests.fields import ChangeSerializer, Day, Key, ListOf, OneOf, StrictSerializer, Text, TrueOrFalse, Whole
from kisi.core.vocabulary import Perspective, Topic
from tenants.needs.citing import Results
from tenants.needs.forms import DecisionForm, NeedForm
from tenants.needs.models import LARGEST_REACH, Need
from tenants.needs.vocabulary import NeedState, Priority, Urgency

MEMBERS: Final = (
    "title", "description", "topic", "perspectives", "reach", "groups", "urgency", "responsible", "review_on",
)  # fmt: skip


class NeedValues(StrictSerializer):
    """What people write about a need; its state and priority are decided."""

    title = Text(max_length=150)
    description = Text(required=False, allow_blank=True, max_length=4000, help_text="Keine Namen von Personen.")
    topic = OneOf(choices=Topic.choices, help_text="Handlungsfeld.")
    perspectives = ListOf(
        child=OneOf(choices=Perspective.choices), required=False, max_length=10, help_text="Wer den Bedarf sieht."
    )
    reach = Whole(required=False, allow_null=True, min_value=1, max_value=LARGEST_REACH)
    groups = Text(required=False, allow_blank=True, max_length=200)
    urgency = OneOf(required=False, choices=Urgency.choices, help_text="Ohne Angabe: mittel.")
    responsible = Key(required=False, allow_null=True, help_text="Konto der zuständigen Person.")
    review_on = Day(required=False, allow_null=True)


class NeedWish(NeedValues):
    """A new need."""

    is_draft = TrueOrFalse(required=False, help_text="Ein Entwurf zählt nirgends mit. Ohne Angabe: festgestellt.")


class NeedChange(ChangeSerializer, NeedValues):
    """What is to be different about a need."""


class DecisionWish(StrictSerializer):
    """The next step."""

    state = OneOf(choices=NeedState.choices, help_text="Muss auf den jetzigen Stand folgen.")
    priority = OneOf(required=False, choices=Priority.choices, help_text="Nötig für „entschieden“.")
    reason = Text(required=False, allow_blank=True, max_length=2000, help_text="Nötig, außer beim Feststellen.")


def new_need(data: Any) -> tuple[Need, bool]:
    """A need as a program wants it, not stored, and whether it stays a draft.

    Raises:
        ApiProblem: 422 naming every member that does not fit; ``ValidationError`` likewise.
    """
    wish = NeedWish(data=data)
    wish.is_valid(raise_exception=True)
    form = _checked({"urgency": Urgency.MEDIUM, **wish.validated_data}, Need())
    return form.instance, form.is_for_draft


def changed_need(data: Any, need: Need) -> Need:
    """A need with what a program wants to be different, not stored. Raises as ``new_need``."""
    change = NeedChange(data=data)
    change.is_valid(raise_exception=True)
    present = {name: getattr(need, name) for name in MEMBERS} | {"responsible": need.responsible_id}
    return _checked(present | change.validated_data, need).instance


def decision(data: Any, need: Need) -> dict[str, Any]:
    """The arguments of ``decide``. Raises as ``new_need``."""
    wish = DecisionWish(data=data)
    wish.is_valid(raise_exception=True)
    form = DecisionForm(wish.validated_data, need=need)
    require_valid(form)
    return form.cleaned_data


def _checked(values: Mapping[str, Any], need: Need) -> NeedForm:
    form = NeedForm(dict(values), instance=need, offers=[], results=Results())
    require_valid(form)
    return form
