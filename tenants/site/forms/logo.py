"""The upload of a logo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.ui.forms import FileUpload
from tenants.site.pictures import NotAPicture, Picture, PictureTooLarge, read_picture


class LogoForm(forms.Form):
    """One picture; what counts is what it is, not what it is called."""

    logo = forms.FileField(label=gettext_lazy("Bilddatei"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = _("PNG oder JPEG, höchstens %(kilobytes)s kB und %(pixels)s Pixel je Seite.") % {
            "kilobytes": settings.KISI_LOGO_BYTES // 1000,
            "pixels": settings.KISI_LOGO_PIXELS,
        }
        self.fields["logo"].widget = FileUpload(rules=rules, accept="image/png,image/jpeg")

    def clean_logo(self) -> Picture:
        """The picture, rewritten. Raises ``ValidationError``."""
        file = self.cleaned_data["logo"]
        limit = settings.KISI_LOGO_BYTES
        if file.size > limit:
            raise ValidationError(
                _("Die Datei ist zu groß. Erlaubt sind höchstens %(limit)s kB.") % {"limit": limit // 1000}
            )
        try:
            return read_picture(file.read(), longest_side=settings.KISI_LOGO_PIXELS)
        except PictureTooLarge:
            pixels = {"pixels": settings.KISI_LOGO_PIXELS}
            raise ValidationError(
                _("Das Bild hat zu viele Pixel. Erlaubt sind %(pixels)s je Seite.") % pixels
            ) from None
        except NotAPicture:
            raise ValidationError(
                _("Diese Datei ist kein PNG- oder JPEG-Bild. Bitte speichern Sie Ihr Logo als PNG.")
            ) from None
