"""Invitation codes: made once, printed once, redeemed without a trace of who or when."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.surveys.hashing import code_hash, new_code
from tenants.surveys.models import CodeBatch, InvitationCode, SurveySettings, Wave
from tenants.surveys.problems import ChannelNotAllowed, CodeNotValid, SurveyProblem
from tenants.surveys.vocabulary import Channel

PURPOSE = "invitation"


def make_codes(*, wave: Wave, label: str, size: int, by: Actor) -> tuple[CodeBatch, list[str]]:
    """Make a batch; the codes in clear, for printing now: they are stored nowhere.

    Raises ``ChannelNotAllowed`` where the wave takes no codes, ``SurveyProblem`` for a number that is too large.
    """
    if Channel.CODE not in wave.channels:
        raise ChannelNotAllowed(_("Diese Welle nimmt keine Einladungscodes an. Fügen Sie diesen Weg zuerst hinzu."))
    largest = SurveySettings.current().largest_batch
    if not 1 <= size <= largest:
        raise SurveyProblem(_("Wählen Sie eine Anzahl von 1 bis %(largest)s.") % {"largest": largest})
    codes = [new_code() for _number in range(size)]
    with transaction.atomic():
        batch = CodeBatch.objects.create(
            wave=wave, label=label, size=size, created_by=by.label[:200], created_on=timezone.localdate()
        )
        InvitationCode.objects.bulk_create(
            [InvitationCode(batch=batch, code_hash=code_hash(code, PURPOSE)) for code in codes]
        )
        record("surveys.codes_made", by=by, subject=wave.reference, details={"label": label, "size": size})
    return batch, codes


def redeem_code(*, wave: Wave, code: str) -> uuid.UUID:
    """Use a code up when somebody begins with it; its key, with which it can be given back.

    Redeemed at the beginning, not with the answers: the two rows never change in one transaction.
    Raises ``CodeNotValid``.
    """
    wanted = InvitationCode.objects.filter(batch__wave=wave, code_hash=code_hash(code, PURPOSE), used=False)
    with transaction.atomic():
        found = wanted.select_for_update(of=("self",)).first()
        if found is None:
            raise CodeNotValid(_("Dieser Code gilt nicht oder wurde schon benutzt."))
        found.used = True
        found.save(update_fields=["used"])
    return found.pk


def release_code(*, key: uuid.UUID) -> None:
    """Give a code back whose sheet was given up or has expired."""
    InvitationCode.objects.filter(pk=key).update(used=False)
