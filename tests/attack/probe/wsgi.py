"""The probe as the front server loads it: ``kisi.wsgi`` with the probe's addresses on the public host too."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.attack.probe.settings")

from kisi.tenancy import middleware  # noqa: E402 (the settings' name first)
from kisi.wsgi import application  # noqa: E402
from tests.attack.probe.faults import FAULTS  # noqa: E402

middleware.PUBLIC_URLCONF = "tests.attack.probe.urls"
if planted := os.environ.get("KISI_ATTACK_PLANT"):
    FAULTS[planted]()

__all__ = ["application"]
