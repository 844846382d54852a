"""On which legal bases the platform may handle personal data.

Sources: Regulation (EU) 2016/679 (DSGVO), Art. 5 (2), 6 (1), 9 (2), 32, recital 26; Hessisches Datenschutz- und
Informationsfreiheitsgesetz (HDSIG) § 3 (1): public bodies may process what their tasks require; Hessisches
Behinderten-Gleichstellungsgesetz (HessBGG) § 14 with the Hessische Verordnung über barrierefreie Informationstechnik
(HVBIT) § 4: accessibility statement and the way to report barriers.

§ 23 HDSIG (data of employees) is left out on purpose: the Court of Justice held it no more specific rule in the sense
of Art. 88 DSGVO where it only repeats Art. 6 (C-34/21, 30 March 2023, on this very paragraph). Accounts of staff
therefore rest on Art. 6 (1) (e) and § 3 HDSIG, which do not depend on it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalBasis(models.TextChoices):
    """A legal basis; the label is how the register cites it."""

    PUBLIC_TASK = "public_task", _("Art. 6 Abs. 1 Buchst. e, Abs. 3 DSGVO in Verbindung mit § 3 Abs. 1 HDSIG")
    ACCOUNTABILITY = (
        "accountability",
        _("Art. 6 Abs. 1 Buchst. c DSGVO in Verbindung mit Art. 5 Abs. 2 und Art. 32 DSGVO"),
    )
    ACCESSIBILITY = (
        "accessibility",
        _("Art. 6 Abs. 1 Buchst. c DSGVO in Verbindung mit § 14 HessBGG und § 4 HVBIT"),
    )
    CONSENT = "consent", _("Art. 6 Abs. 1 Buchst. a und Art. 9 Abs. 2 Buchst. a DSGVO (ausdrückliche Einwilligung)")
    ANONYMOUS = (
        "anonymous",
        _(
            "Kein Personenbezug (Erwägungsgrund 26 DSGVO); soweit Freitexte Angaben über Personen enthalten:"
            " Art. 6 Abs. 1 Buchst. a und Art. 9 Abs. 2 Buchst. a DSGVO"
        ),
    )
