"""The middleware around the measured view, the same for every entrant: the platform's chain without its own parts.

What is left comes from Django and from third parties and needs no municipality; none of it asks the
database for a visitor who is not signed in.
"""

from typing import Final

from kisi.settings.base import MIDDLEWARE

_OWN: Final = ("kisi.", "whitenoise.")
CHAIN: Final = [name for name in MIDDLEWARE if not name.startswith(_OWN)]
