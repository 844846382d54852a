"""Wished-for numbers of sheets as fields of a form: in all, by channel, by language, by group of people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.ui.languages import PARTICIPANT_LANGUAGES
from tenants.surveys.groups import GROUPS, wished_values
from tenants.surveys.vocabulary import Channel

MOST: Final = 1_000_000
TARGET: Final = "target_"
"""How the names of targets begin."""
TOTAL: Final = "target_total"


@dataclass(frozen=True, slots=True)
class Aim:
    """One number that may be wished for: where it stands in ``Wave.targets`` and what it is called."""

    kind: str
    key: str
    label: Any

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return f"{TARGET}{self.kind}_{self.key.replace('-', '_')}"


KINDS: Final[Mapping[str, Any]] = {
    "channel": _("Weg"),
    "language": _("Sprache"),
    "sex": _("Geschlecht"),
    "age_bracket": _("Alter"),
}
"""What numbers are wished for by; a sheet counts once in each."""
AIMS: Final = (
    *(Aim("channel", channel.value, channel.label) for channel in Channel),
    *(Aim("language", language.code, language.german) for language in PARTICIPANT_LANGUAGES),
    *(Aim(kind, value.value, value.label) for kind in GROUPS for value in wished_values(kind)),
)
"""Everything but the total, in the order it is shown."""


def target_field(label: Any) -> forms.IntegerField:
    """The field for one of them."""
    return forms.IntegerField(
        label=_("Ziel: %(what)s") % {"what": label},
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"data-width": "half"}),
    )


def targets_from(given: Mapping[str, Any]) -> dict[str, Any]:
    """``Wave.targets`` from a form's values; what nobody wished for is left out."""
    targets: dict[str, Any] = {"total": given[TOTAL]} if given.get(TOTAL) else {}
    for aim in AIMS:
        if given.get(aim.name):
            targets.setdefault(aim.kind, {})[aim.key] = given[aim.name]
    return targets


def target_values(targets: Mapping[str, Any]) -> dict[str, Any]:
    """The fields' values from ``Wave.targets``."""
    values = {aim.name: targets.get(aim.kind, {}).get(aim.key) for aim in AIMS}
    return {TOTAL: targets.get("total")} | {name: number for name, number in values.items() if number}


def more_than_total(targets: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each kind whose numbers are more together than all sheets."""
    total = targets.get("total")
    for kind, label in KINDS.items():
        together = sum(targets.get(kind, {}).values())
        if total and together > total:
            yield _(
                "Die Ziele nach %(kind)s ergeben zusammen %(together)s, insgesamt sind aber nur %(total)s gewünscht. "
                "Erhöhen Sie diese Zahl oder senken Sie die anderen."
            ) % {"kind": label, "together": together, "total": total}
