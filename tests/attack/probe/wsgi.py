"""The probe as the front server loads it: ``kisi.wsgi`` with the probe's addresses on the public host too."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.attack.probe.settings")

from kisi.tenancy import middleware
from kisi.wsgi import application
from tests.attack.probe.faults import FAULTS

middleware.PUBLIC_URLCONF = "tests.attack.probe.urls"
if planted := os.environ.get("KISI_ATTACK_PLANT"):
    FAULTS[planted]()

__all__ = ["application"]
