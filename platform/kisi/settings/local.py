"""Demo and development on one's own machine: plain HTTP on ``*.localhost``, embedded servers."""

from kisi.settings.base import *  # noqa: F403
from kisi.settings.base import env
from kisi.settings.mail import mail_mode

KISI_MAIL = mail_mode(env, default="mailbox")
KISI_SECOND_FACTOR_REQUIRED = env.flag("KISI_SECOND_FACTOR_REQUIRED", default=False)
# Set for every process of a data directory that a demo was started in (kisi.ops.data_directory).
KISI_INVENTED_DATA = env.flag("KISI_INVENTED_DATA", default=False)
# Browsers take *.localhost for a secure place without TLS; the library wants to hear that.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# Static files straight from the apps; production collects, hashes and compresses them (`manage collectstatic`).
WHITENOISE_USE_FINDERS = True
