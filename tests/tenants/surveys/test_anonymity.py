"""Responses are anonymous by structure: the models have no field that could lead to a person."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from tenants.participation.models import ParticipationDraft
from tenants.surveys.models import InvitationCode, Response, TypedSheet

ALLOWED_RELATIONS = {
    "surveys.Wave", "surveys.CodeBatch", "surveys.Response", "instruments.InstrumentVersion", "results.AnswerCode",
}  # fmt: skip
POINTING = {"results.Coding"}
"""Tables that may point at a response: what a guide read in its free text. They are looked at as well."""
REVEALING = ("ip", "address", "agent", "email", "phone", "name", "user", "person", "device", "session", "contact")
TIMES = (models.DateTimeField, models.TimeField, models.DurationField)
ADDRESSES = (models.GenericIPAddressField, models.EmailField)


def leads_to_a_person(model: type[models.Model]) -> list[str]:
    """Fields of a model that tell who, from where, or exactly when."""
    found = []
    for field in model._meta.get_fields():
        if field.auto_created and not field.concrete:
            label = field.related_model._meta.label
            found += [] if label in POINTING else [f"{model.__name__} ← {label}"]
        elif field.is_relation and field.related_model._meta.label not in ALLOWED_RELATIONS:
            found.append(f"{model.__name__}.{field.name} → {field.related_model._meta.label}")
        elif isinstance(field, (*TIMES, *ADDRESSES)) or set(field.name.split("_")) & set(REVEALING):
            found.append(f"{model.__name__}.{field.name}")
    return found


def test_nothing_leads_from_an_answer_to_a_person() -> None:
    """Nor from a code, a begun sheet or a paper number; and no table points at them."""
    for model in (Response, InvitationCode, TypedSheet, ParticipationDraft):
        assert leads_to_a_person(model) == []
    for label in POINTING:
        assert leads_to_a_person(apps.get_model(label)) == []


def test_keys_tell_no_order() -> None:
    """A running number would say who came before whom."""
    for model in (Response, InvitationCode, TypedSheet, ParticipationDraft):
        assert isinstance(model._meta.pk, models.UUIDField)


def test_planted_fields_are_found() -> None:
    """A key to an account, a network address, an exact time."""
    planted = {
        "author": models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+"),
        "source": models.GenericIPAddressField(),
        "given_at": models.DateTimeField(),
        "ip_prefix": models.CharField(max_length=20),
    }
    meta = type("Meta", (), {"app_label": "surveys", "managed": False})
    model = type("PlantedResponse", (models.Model,), {"__module__": __name__, "Meta": meta, **planted})
    try:
        found = leads_to_a_person(model)
    finally:
        del apps.all_models["surveys"]["plantedresponse"]
        apps.clear_cache()
    assert [entry.partition(".")[2].split(" ")[0] for entry in found] == ["author", "source", "given_at", "ip_prefix"]
