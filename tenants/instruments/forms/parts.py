"""Forms of pages and groups."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PageForm(forms.Form):
    """A page's heading."""

    title = forms.CharField(label=_("Überschrift der Seite"), max_length=300)


class GroupForm(forms.Form):
    """A group's heading; a group may do without."""

    title = forms.CharField(label=_("Überschrift der Gruppe"), max_length=300, required=False)
