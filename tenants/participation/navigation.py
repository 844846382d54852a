"""What taking part adds to the menu."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import FeatureAddresses, MenuEntry, StartAction, declare

declare(
    FeatureAddresses(key="participation", feature="surveys"),
    MenuEntry(
        key="enter_answers",
        label=_("Antworten erfassen"),
        icon="keyboard",
        url_name="participation:to_enter",
        group="needs",
        order=12,
        permission=Permission.SURVEYS_ENTER,
        feature="surveys",
    ),
    StartAction(
        key="enter_answers",
        label=_("Antworten erfassen"),
        icon="keyboard",
        url_name="participation:to_enter",
        order=20,
        permission=Permission.SURVEYS_ENTER,
        feature="surveys",
    ),
)
