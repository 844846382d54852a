"""The form with which visitors report a barrier, in their language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import EmailValidator, ProhibitNullCharactersValidator

from tenants.site.models.feedback import LONGEST_MESSAGE
from tenants.site.words import Words


class FeedbackForm(forms.Form):
    """Message, page, address; every word of it in the language of the page."""

    message = forms.CharField(max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 6}))
    page = forms.CharField(max_length=300, required=False)
    email = forms.EmailField(max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = words[f"feedback_{name}"]
            if not field.required:
                field.label = f"{field.label} ({words['optional']})"
            field.error_messages["required"] = words["required"]
            field.validators = [_in_words(validator, words) for validator in field.validators]
        self.fields["email"].help_text = words["feedback_email_hint"]


def _in_words(validator: Any, words: Words) -> Any:
    """Django's validator with a message of ours."""
    if isinstance(validator, EmailValidator):
        return EmailValidator(message=words["bad_email"])
    if isinstance(validator, ProhibitNullCharactersValidator):
        return ProhibitNullCharactersValidator(message=words["no_control"])
    if hasattr(validator, "limit_value"):
        text = words.filled("too_long", limit=validator.limit_value)
        return type(validator)(validator.limit_value, message=text)
    return validator
