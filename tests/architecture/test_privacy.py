"""Every field of every model is declared: personal, or free of personal data (DOMAIN.md, Privacy)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from django.apps import AppConfig, apps
from django.db import models
from django.test.utils import isolate_apps

from kisi.core.privacy import (
    Category,
    Remains,
    Row,
    TableDeclaration,
    declaration_of,
    declarations,
    declare,
    holds,
    impersonal,
)
from kisi.core.privacy.authorship import AUTHOR, AUTHORSHIP, WITH_THE_RECORD
from kisi.core.privacy.checking import problems_of

OF_ALL = [model for model in apps.get_models() if not model._meta.proxy]


@pytest.mark.parametrize("model", OF_ALL, ids=lambda model: model._meta.label)
def test_every_field_is_declared(model: type[models.Model]) -> None:
    """A new field fails here until somebody says whether it holds something about a person."""
    assert problems_of(model, declaration_of(model._meta.label)) == []


def test_nothing_is_declared_about_models_that_are_gone() -> None:
    """A declaration outlives no model."""
    assert {table.model for table in declarations()} <= {model._meta.label for model in OF_ALL}


@pytest.fixture
def letter() -> Iterator[type[models.Model]]:
    """A planted model with a name, an address and a number."""
    with isolate_apps("kisi.core"):

        class Letter(models.Model):
            name = models.CharField(max_length=10)
            address = models.CharField(max_length=10)
            sheets = models.IntegerField()

            class Meta:
                app_label = "core"

            def __str__(self) -> str:
                return self.name

        yield Letter


def of_letters(free: str, **personal: object) -> TableDeclaration:
    """A declaration of the planted model."""
    return holds(
        "core.Letter",
        activity=AUTHORSHIP,
        retention=WITH_THE_RECORD,
        personal=personal,  # type: ignore[arg-type]
        free=free,
    )


def test_a_whole_declaration_is_accepted(letter: type[models.Model]) -> None:
    """The planted faults below are what fails, not the planted model."""
    assert problems_of(letter, of_letters("id address sheets", name=AUTHOR)) == []


def test_a_planted_undeclared_field_is_found(letter: type[models.Model]) -> None:
    """The message says which field, and where to declare it."""
    (problem,) = problems_of(letter, of_letters("id sheets", name=AUTHOR))
    assert "core.Letter.address" in problem
    assert "privacy.py" in problem


def test_a_planted_undeclared_model_is_found(letter: type[models.Model]) -> None:
    """A model nobody thought of at all."""
    (problem,) = problems_of(letter, None)
    assert "core.Letter" in problem
    assert "privacy.py" in problem


def test_a_field_that_does_not_exist_is_found(letter: type[models.Model]) -> None:
    """A renamed field leaves no empty promise."""
    (problem,) = problems_of(letter, of_letters("id address sheets colour", name=AUTHOR))
    assert "core.Letter.colour" in problem


def test_an_address_cannot_be_called_free_of_personal_data() -> None:
    """E-mail addresses and keys of accounts are personal in a model that is about people."""
    user = apps.get_model("accounts.User")
    fields = " ".join(field.name for field in user._meta.concrete_fields)
    assert any("accounts.User.email" in problem for problem in problems_of(user, impersonal("accounts.User", fields)))


def test_a_second_declaration_is_refused() -> None:
    """Two apps cannot say different things about one model."""
    with pytest.raises(ValueError, match="twice"):
        declare(impersonal("accounts.User", "id"))


def test_personal_and_free_at_once_is_refused() -> None:
    """A field is one or the other."""
    with pytest.raises(ValueError, match="at once"):
        declare(of_letters("id name", name=AUTHOR))
    assert declaration_of("core.Letter") is None


def test_nothing_remains_of_a_row_that_goes(letter: type[models.Model]) -> None:
    """A declaration that contradicts itself is found."""
    contradicting = replace(
        of_letters("id address sheets", name=replace(AUTHOR, remains=Remains.ANONYMOUS)), about="id", row=Row.GOES
    )
    (problem,) = problems_of(letter, contradicting)
    assert "core.Letter.name" in problem


def test_a_number_cannot_be_emptied(letter: type[models.Model]) -> None:
    """Where nothing is to remain, the column has to hold nothing."""
    counted = replace(of_letters("id address name", sheets=replace(AUTHOR, remains=Remains.NOTHING)), about="id")
    (problem,) = problems_of(letter, counted)
    assert "core.Letter.sheets" in problem


NEVER_COUNTED: Final = {Category.NAME, Category.CONTACT, Category.SIGN_IN, Category.MESSAGE}
"""Free text is not among them: the answers of a survey lie beside it in one field, and are read by their codes."""


def personal_words(app_label: str) -> set[str]:
    """Fields of an app whose content must never become a figure."""
    return {
        name
        for table in declarations()
        if table.model.split(".")[0] == app_label
        for name, personal in table.personal.items()
        if personal.category in NEVER_COUNTED
    }


def fields_named(source: str) -> set[str]:
    """Every part of a lookup ("user__email") that a module names in a string or as an argument."""
    words = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.update(node.value.split("__"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            words.update(part for keyword in node.keywords for part in (keyword.arg or "").split("__"))
    return words


REPORTING: Final = [config for config in apps.get_app_configs() if (Path(config.path) / "facts.py").exists()]


@pytest.mark.parametrize("config", REPORTING, ids=lambda config: config.label)
def test_no_figure_is_made_of_a_name_or_an_address(config: AppConfig) -> None:
    """What an app reports to the state is counted, never copied from a personal field."""
    source = (Path(config.path) / "facts.py").read_text(encoding="utf-8")
    assert fields_named(source) & personal_words(config.label) == set()


def test_a_planted_address_in_a_figure_is_found() -> None:
    """Through a relation as well, and as an argument of a filter."""
    planted = 'User.objects.filter(sent__email="a").values_list("name")'
    assert fields_named(planted) & personal_words("accounts") == {"email", "name"}
