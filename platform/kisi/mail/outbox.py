"""The one door for everybody who has something to say by e-mail."""

from __future__ import annotations

from kisi.core.realms import current_realm
from kisi.mail.actions import write_mail
from kisi.mail.letters import Letter
from kisi.mail.models import OutgoingMail
from kisi.mail.tasks import deliver_central_mail, deliver_municipality_mail
from kisi.mail.vocabulary import State


def post(letter: Letter, *, to: str, key: str) -> OutgoingMail:
    """Queue an e-mail inside the caller's transaction and wake a worker when that commits.

    ``key`` is unique in the schema (such as ``accounts.invitation:12:1``): the same key never sends twice.
    """
    mail, is_new = write_mail(letter, to=to, key=key)
    if is_new and mail.state == State.WAITING:
        task = deliver_municipality_mail if current_realm().municipality else deliver_central_mail
        task.delay_on_commit(mail.pk)
    return mail
