"""Changing the rules, stating official figures, keeping the code book, coding answers, publishing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.results.interim_states import as_reported
from tenants.results.models import AnswerCode, Coding, Publication, ReferencePopulation, ResultsSettings
from tenants.results.problems import ResultsProblem
from tenants.results.publishing import public_figures
from tenants.results.queries import result_of
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Response, Wave


def change_settings(*, settings: ResultsSettings, by: Actor) -> ResultsSettings:
    """Store changed rules; the trail keeps what changed from what to what. Raises ``ValidationError``."""
    settings.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        before = model_to_dict(ResultsSettings.objects.select_for_update().first() or ResultsSettings())
        changes = {
            name: [before[name], value] for name, value in model_to_dict(settings).items() if before[name] != value
        }
        if changes:
            settings.save()
            record("results.settings_changed", by=by, subject="results.settings", details=changes)
    return settings


def state_figures(*, figures: ReferencePopulation, by: Actor) -> ReferencePopulation:
    """Keep a perspective's official figures; the trail keeps those before. Raises ``ValidationError``."""
    figures.full_clean(validate_unique=False)
    with transaction.atomic():
        rows = ReferencePopulation.objects.select_for_update().filter(perspective=figures.perspective)
        before = rows.first()
        if before and _stated(before) == _stated(figures):
            return before
        figures.pk = before.pk if before else None
        figures.save()
        details = {"before": _stated(before) if before else None, "after": _stated(figures)}
        record("results.figures_changed", by=by, subject=_figures(figures), details=details)
    return figures


def remove_figures(*, figures: ReferencePopulation, by: Actor) -> None:
    """Forget a perspective's official figures; the trail keeps what they were."""
    with transaction.atomic():
        locked = ReferencePopulation.objects.select_for_update().filter(pk=figures.pk).first()
        if locked:
            record("results.figures_removed", by=by, subject=_figures(locked), details={"before": _stated(locked)})
            locked.delete()


def _stated(figures: ReferencePopulation) -> dict[str, Any]:
    stated = {"people": figures.people, "total": figures.total, "source": figures.source}
    return stated | {"as_of": figures.as_of.isoformat()}


def _figures(figures: ReferencePopulation) -> str:
    return f"results.figures:{figures.perspective}"


def keep_code(*, code: AnswerCode, by: Actor) -> AnswerCode:
    """Add a code to the book or change its words. Raises ``ValidationError``."""
    code.full_clean()
    event = "results.code_changed" if code.pk else "results.code_added"
    with transaction.atomic():
        code.save()
        record(event, by=by, subject=_subject(code), details={"label": code.label, "topic": code.topic})
    return code


def retire_code(*, code: AnswerCode, by: Actor) -> None:
    """Offer a code no longer; answers that have it keep it."""
    _retire(code, timezone.now(), "results.code_retired", by)


def restore_code(*, code: AnswerCode, by: Actor) -> None:
    """Offer a code again."""
    _retire(code, None, "results.code_restored", by)


def _retire(code: AnswerCode, when: Any, event: str, by: Actor) -> None:
    with transaction.atomic():
        locked = AnswerCode.objects.select_for_update().get(pk=code.pk)
        if (locked.retired_at is None) != (when is None):
            locked.retired_at = when
            locked.save(update_fields=["retired_at"])
            record(event, by=by, subject=_subject(locked), details={"label": locked.label})


def _subject(code: AnswerCode) -> str:
    return f"results.code:{code.pk}"


def code_answer(*, response: Response, question_code: str, codes: Iterable[AnswerCode], by: Actor) -> Coding:
    """Keep that an answer was read and which codes fit; coding it again replaces them.

    The trail says that somebody coded an answer of the wave, not which. Raises ``ResultsProblem``.
    """
    question = next((one for one in definition_of(response.version).asked if one.code == question_code), None)
    if question is None or question.type != "text" or question_code not in response.answers:
        raise ResultsProblem(_("Zu dieser Frage gibt es hier keine freie Antwort."))
    with transaction.atomic():
        coding, _made = Coding.objects.get_or_create(response=response, question_code=question_code)
        coding.codes.set(codes)
        details = {"question": question_code}
        record("results.answer_coded", by=by, subject=response.wave.reference, details=details)
    return coding


def publish(*, wave: Wave, question_code: str, by: Actor) -> Publication:
    """Put a question's result on the public page as it may leave the house now; again: with the numbers of then.

    Raises ``NotPublishable``.
    """
    return publish_chosen(wave=wave, question_codes=[question_code], by=by)[0]


def publish_chosen(*, wave: Wave, question_codes: Iterable[str], by: Actor) -> list[Publication]:
    """The same for several questions: all of them or, where one must not be public, none.

    Raises ``NotPublishable``.
    """
    result, limits = result_of(wave), ResultsSettings.current()
    with transaction.atomic():
        (reported,) = as_reported([result])
        figures = {code: public_figures(result, code, limits, reported=reported) for code in question_codes}
        return [_publish(wave, code, of_question, by) for code, of_question in figures.items()]


def _publish(wave: Wave, code: str, figures: dict[str, Any], by: Actor) -> Publication:
    publication, _made = Publication.objects.update_or_create(
        wave=wave,
        question_code=code,
        defaults={"figures": figures, "published_on": timezone.localdate(), "published_by": by.label[:200]},
    )
    details = {"question": code, "total": figures["total"]}
    record("results.published", by=by, subject=wave.reference, details=details)
    return publication


def withdraw(*, publication: Publication, by: Actor) -> None:
    """Take a result off the public page. What others copied from it stays with them."""
    with transaction.atomic():
        deleted, _each = Publication.objects.filter(pk=publication.pk).delete()
        if deleted:
            details = {"question": publication.question_code}
            record("results.withdrawn", by=by, subject=publication.wave.reference, details=details)
