"""Forms come out by KERN's rules."""

from __future__ import annotations

import io

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.renderers import get_default_renderer
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.safestring import mark_safe
from django.views.generic import FormView

from kisi.ui.forms import FileUpload, InvalidAnswers422, KernRenderer, Tiles, answer_form
from kisi.ui.gallery.forms import MeasureForm


class Small(forms.Form):
    """One required, one optional field, one group."""

    name = forms.CharField(label="Name", help_text="So wie auf dem Schild.")
    note = forms.CharField(label="Notiz", required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "Eins"), ("b", "Zwei")], widget=Tiles(icons={"a": "home"}))


def soup(form: forms.Form) -> BeautifulSoup:
    """The rendered form."""
    return BeautifulSoup(str(form), "html.parser")


def control(page: BeautifulSoup, name: str) -> Tag:
    """The first control of a name."""
    found = page.select_one(f"[name={name}]")
    assert found is not None
    return found


def test_the_renderer_is_the_default() -> None:
    assert isinstance(get_default_renderer(), KernRenderer)


def test_optional_fields_are_marked_and_required_ones_are_not() -> None:
    labels = {label.get("for"): label.get_text(" ", strip=True) for label in soup(Small()).select("label")}
    assert labels["id_note"] == "Notiz – optional"
    assert labels["id_name"] == "Name"


def test_hint_stands_between_label_and_input_and_describes_it() -> None:
    field = control(soup(Small()), "name")
    assert field["aria-describedby"] == "id_name_helptext"
    order = [child.name + "." + child.get("class", [""])[0] for child in field.parent.find_all(recursive=False)]  # type: ignore[union-attr]
    assert order == ["label.kern-label", "div.kern-hint", "input.kern-form-input__input"]


def test_error_stands_under_the_field_and_describes_it() -> None:
    page = soup(Small({}))
    field = control(page, "name")
    assert field["aria-describedby"] == "id_name_helptext id_name_error"
    assert field["aria-invalid"] == "true"
    error = page.select_one("#id_name_error")
    assert error is not None
    assert error in field.find_all_next()
    group = page.select_one("fieldset")
    assert group is not None
    assert group["aria-describedby"] == "id_kind_error"


def test_summary_links_to_every_wrong_field_first_choice_for_groups() -> None:
    page = soup(Small({}))
    links = [link["href"] for link in page.select(".k-errors a")]
    assert links == ["#id_name", "#id_kind_0"]
    assert all(page.select_one(str(link)) for link in links)
    assert page.select_one(".k-errors + .k-fields") is not None


def test_a_valid_and_an_unsent_form_have_no_summary() -> None:
    assert soup(Small()).select(".k-errors") == []
    assert soup(Small({"name": "x", "kind": "a"})).select(".k-errors") == []


def test_nothing_is_ever_disabled() -> None:
    assert soup(MeasureForm({})).select("[disabled]") == []


def test_hints_and_labels_are_escaped() -> None:
    class Hostile(forms.Form):
        name = forms.CharField(label="<script>1</script>", help_text="<img onerror=x>")

    rendered = str(Hostile({}))
    assert "<script>" not in rendered
    assert "<img" not in rendered
    assert "&lt;img" in rendered


def test_what_was_typed_comes_back_in_every_kind_of_field() -> None:
    sent = {
        "title": "<b>Titel",
        "topic": "work",
        "begins": "99.99.2026",
        "budget": "viel",
        "groups": ["women"],
        "visibility": "public",
    }
    page = soup(MeasureForm(sent))
    assert control(page, "title")["value"] == "<b>Titel"
    assert control(page, "begins")["value"] == "99.99.2026"
    assert control(page, "budget")["value"] == "viel"
    assert [option["value"] for option in page.select("option[selected]")] == ["work"]
    assert {box["value"] for box in page.select("input[checked]")} == {"women", "public"}


def test_upload_is_named_and_its_rules_stand_beside_it() -> None:
    class Upload(forms.Form):
        file = forms.FileField(label="Datei", widget=FileUpload(rules="Nur PDF.", accept=".pdf"))

    page = soup(Upload({}, {"file": SimpleUploadedFile("leer.pdf", b"")}))
    assert control(page, "file")["accept"] == ".pdf"
    assert "Nur PDF." in page.get_text()
    assert page.select_one("#id_file_error") is not None


def test_tiles_carry_icons() -> None:
    tiles = soup(Small()).select("label.k-tile")
    assert [bool(tile.select("svg")) for tile in tiles] == [True, False]


@pytest.mark.parametrize(("data", "status"), [(None, 200), ({}, 422), ({"name": "x", "kind": "a"}, 200)])
def test_answer_has_the_right_status(data: dict[str, str] | None, status: int) -> None:
    request = RequestFactory().get("/")
    assert answer_form(request, "ui/gallery/formulare.html", Small(data)).status_code == status


def test_views_answer_422() -> None:
    class View(InvalidAnswers422, FormView):
        form_class = Small
        template_name = "ui/forms/form.html"

        def form_valid(self, form: Small) -> HttpResponse:
            return HttpResponse("gut")

    view = View.as_view()
    assert view(RequestFactory().post("/", {})).status_code == 422
    assert view(RequestFactory().post("/", {"name": "x", "kind": "b"})).content == b"gut"


def test_a_sent_file_does_not_break_the_page() -> None:
    answer = Client().post("/galerie/formulare/", {"title": "x", "flyer": io.BytesIO(b"%PDF-")})
    assert answer.status_code == 422
    assert "noch einmal auswählen" in answer.content.decode()


def test_a_field_with_one_control_is_drawn_whole() -> None:
    """Label, hint, control, errors, each escaped; what was marked as safe stays."""

    class Evil(forms.Form):
        """Everything a plain field can carry."""

        size = forms.ChoiceField(
            label="größe <b>", choices=[("", "–"), ("1", "A & B")], required=False, help_text=mark_safe("<em>cm</em>")
        )
        size.widget.attrs["data-width"] = "half"
        note = forms.CharField(label="<i>", help_text="<u>", max_length=2)

    page = BeautifulSoup(str(Evil({"size": "9", "note": "<s>"})["size"].as_field_group()), "html.parser")
    field = page.div
    assert field is not None
    assert field["class"] == ["kern-form-input", "kern-form-input--error", "k-field", "k-field--size", "k-field--half"]
    assert [(part.name, part.get("id")) for part in field.find_all(recursive=False)] == [
        ("label", None),
        ("div", "id_size_helptext"),
        ("div", None),
        ("div", "id_size_error"),
    ]
    assert field.label is not None
    assert field.label.get_text() == "Größe <b> – optional"
    assert field.select_one("#id_size_helptext em") is not None
    assert field.select_one(".kern-form-input__select-wrapper select") is not None
    whole = str(Evil({"note": "<s>"})["note"].as_field_group())
    assert "&lt;i&gt;" in whole
    assert "&lt;u&gt;" in whole
    assert "&lt;s&gt;" in whole
    assert "optional" not in whole
