"""Files that come in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.ui.forms import FileUpload


class UploadForm(forms.Form):
    """One file, no larger than the settings allow."""

    file = forms.FileField(label=gettext_lazy("Datei"), widget=FileUpload, max_length=200)

    def __init__(self, *args: Any, accept: str = ".json", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        largest = filesizeformat(settings.KISI_LIBRARY_LARGEST_FILE)
        self.fields["file"].widget = FileUpload(
            accept=accept, rules=_("{kinds}, höchstens {size}").format(kinds=accept, size=largest)
        )

    def clean_file(self) -> Any:
        """Raises ``ValidationError`` for a file that is too large."""
        file = self.cleaned_data["file"]
        if file.size > settings.KISI_LIBRARY_LARGEST_FILE:
            raise forms.ValidationError(
                _("Die Datei ist zu groß. Möglich sind höchstens {size}.").format(
                    size=filesizeformat(settings.KISI_LIBRARY_LARGEST_FILE)
                )
            )
        return file
