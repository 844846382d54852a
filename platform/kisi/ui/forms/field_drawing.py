"""Fields with one control put together without a template: a form has dozens, and each took half a millisecond."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def is_plain(field: Any) -> bool:
    """Whether a bound field is label, hint, control and errors one below the other: no group, no single box."""
    return not field.use_fieldset and field.kind != "checkbox"


def draw_field(field: Any) -> SafeString:
    """A plain bound field; the hint stands between label and control."""
    errors, control = field.errors, str(field)
    if field.kind == "select":
        control = format_html('<div class="kern-form-input__select-wrapper">{}</div>', control)
    return format_html(
        '<div class="kern-form-input{} {}">\n<label class="kern-label" for="{}">{}</label>{}\n{}{}\n</div>',
        " kern-form-input--error" if errors else "",
        field.css_classes(),
        field.id_for_label,
        _label(field),
        _hint(field),
        control,
        _errors(field.auto_id, errors) if errors else "",
    )


def _label(field: Any) -> SafeString:
    label = capfirst(str(field.label))
    if field.field.required:
        return format_html("{}", label)
    return format_html('{} <span class="kern-label__optional">– {}</span>', label, _("optional"))


def _hint(field: Any) -> SafeString:
    if not field.help_text:
        return SafeString()
    return format_html('\n<div class="kern-hint" id="{}_helptext">{}</div>', field.auto_id, field.help_text)


def _errors(name: str, errors: Any) -> SafeString:
    messages = format_html_join(
        "",
        '<p class="kern-error"><span class="kern-icon kern-icon--danger" aria-hidden="true"></span>'
        '<span class="kern-body">{}</span></p>',
        ((message,) for message in errors),
    )
    return format_html('\n<div id="{}_error">{}</div>', name, messages)
