"""Files that come in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.ui.forms import FileUpload


class LibraryFileField(forms.FileField):
    """A file no larger than the settings allow; ``accept`` are the endings it may have."""

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        size = filesizeformat(settings.KISI_LIBRARY_LARGEST_FILE)
        rules = _("{kinds}, höchstens {size}").format(kinds=accept, size=size)
        super().__init__(widget=FileUpload(accept=accept, rules=rules), max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raises ``ValidationError`` for a file that is too large."""
        file = super().clean(data, initial)
        largest = settings.KISI_LIBRARY_LARGEST_FILE
        if isinstance(file, UploadedFile) and (file.size or 0) > largest:
            raise forms.ValidationError(
                _("Die Datei ist zu groß. Möglich sind höchstens {size}.").format(size=filesizeformat(largest))
            )
        return file


class UploadForm(forms.Form):
    """One template as a file."""

    file = LibraryFileField(label=gettext_lazy("Datei"), accept=".json")
