"""The one form renderer (`FORM_RENDERER`): every form comes out by KERN's rules.

Optional fields are marked, not required ones; the hint stands between label and input; the error
stands under the field and is named in `aria-describedby`; a summary with links stands on top.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from kisi.ui.forms.drawing import DRAWN
from kisi.ui.forms.field_drawing import draw_field, is_plain
from kisi.ui.forms.widgets import FileUpload, MultipleTiles, Tiles

INPUT = "kern-form-input__input"
CLASSES: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (Tiles, "tiles", "k-tile__input"),
    (MultipleTiles, "tiles", "k-tile__input"),
    (forms.CheckboxSelectMultiple, "choices", "kern-form-check__checkbox"),
    (forms.RadioSelect, "choices", "kern-form-check__radio"),
    (forms.CheckboxInput, "checkbox", "kern-form-check__checkbox"),
    (forms.SelectMultiple, "input", INPUT),
    (forms.Select, "select", "kern-form-input__select"),
    (FileUpload, "upload", "k-upload__input"),
    (forms.FileInput, "upload", "k-upload__input"),
    (forms.Textarea, "input", INPUT),
    (forms.Widget, "input", INPUT),
)
"""Widget class → (kind the field template distinguishes, CSS class of the control); first match counts."""


class KernBoundField(BoundField):
    """A field that knows how it is drawn."""

    @property
    def kind(self) -> str:
        """`input`, `select`, `choices`, `tiles`, `checkbox` or `upload`."""
        return self._drawn()[0]

    @property
    def width(self) -> str:
        """`half` where the widget asks for it (`attrs={"data-width": "half"}`), else empty."""
        return str(self.field.widget.attrs.get("data-width", ""))

    @property
    def anchor(self) -> str:
        """The id a link of the error summary leads to: the control, or the first of a group."""
        if self.use_fieldset and len(self.subwidgets) > 0:
            return self.subwidgets[0].id_for_label or self.auto_id
        return self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes plus KERN's class; groups carry their error on the fieldset, not on each choice."""
        built = super().build_widget_attrs(attrs, widget)
        css = self._drawn()[1]
        if self.errors and css == INPUT:
            css = f"{css} {INPUT}--error"
        given = (widget or self.field.widget).attrs.get("class", "")
        built["class"] = attrs.get("class") or f"{css} {given}".strip()
        if self.use_fieldset:
            built.pop("aria-invalid", None)
        return built

    def css_classes(self, extra_classes: Any = None) -> str:
        """Classes of the field's outermost element."""
        own = f"k-field k-field--{self.name}" + (f" k-field--{self.width}" if self.width else "")
        return " ".join(part for part in (own, super().css_classes(extra_classes)) if part)

    def _drawn(self) -> tuple[str, str]:
        widget = self.field.widget
        return next((kind, css) for known, kind, css in CLASSES if isinstance(widget, known))


class KernRenderer(TemplatesSetting):
    """For `FORM_RENDERER = "kisi.ui.forms.KernRenderer"` (needs `django.forms` in `INSTALLED_APPS`)."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = KernBoundField

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Frequent controls, and fields with one control, are drawn without a template."""
        if template_name == self.field_template_name and is_plain(context["field"]):
            return draw_field(context["field"])
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)
