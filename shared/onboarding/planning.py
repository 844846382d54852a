"""From a request to a plan: looks at everything that was asked for and names every fault at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.core.names import check_email, is_readable_name
from kisi.tenancy.hosts import address_of
from shared.library.queries import TemplateRef, adopted_by_default, newest_published
from shared.library.vocabulary import KEY_PATTERN
from shared.municipalities.models import Domain, TerritorialChange
from shared.municipalities.models.municipality import SLUG_PATTERN
from shared.municipalities.queries import Place, municipality_on_board, on_board, place
from shared.municipalities.register.ags import MalformedAgs, parse_ags
from shared.municipalities.register.slugs import slug_for
from shared.municipalities.register.succession import AmbiguousSuccessor
from shared.municipalities.vocabulary import RESERVED_SLUGS, RISKY_SLUGS
from shared.onboarding.models import Onboarding
from shared.onboarding.problems import AlreadyOnBoard, FieldProblem, OnboardingRefused
from shared.onboarding.vocabulary import OPEN_STATUSES, OnboardingStepName, ProblemCode

NAME_LENGTH: Final = 150
EMAIL_LENGTH: Final = 254


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Who leads the team of a new municipality and is invited first."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class OnboardingPlan:
    """What an onboarding would do."""

    place: Place
    slug: str
    coordinator: Coordinator
    templates: tuple[TemplateRef, ...]
    steps: tuple[str, ...] = tuple(OnboardingStepName.values)

    @property
    def ags(self) -> str:
        """The 8-digit key."""
        return self.place.ags

    @property
    def name(self) -> str:
        """The official name."""
        return self.place.name

    @property
    def workspace_url(self) -> str:
        """Where the workspace will be."""
        return address_of(self.slug)


@dataclass(slots=True)
class _Faults:
    found: list[FieldProblem] = field(default_factory=list)

    def add(self, pointer: str, code: ProblemCode, detail: str) -> None:
        self.found.append(FieldProblem(pointer, code.value, detail))


def plan_onboarding(
    *, ags: str, coordinator: Coordinator, slug: str | None = None, templates: Sequence[str] | None = None
) -> OnboardingPlan:
    """What ``request_onboarding`` would do with the same arguments; changes nothing.

    Raises ``OnboardingRefused`` with every faulty field, ``AlreadyOnBoard``.
    """
    faults = _Faults()
    found = _place(ags, faults)
    if found is not None:
        refuse_when_on_board(found.ags)
    wanted_slug = _slug(slug, found, faults)
    _check_coordinator(coordinator, faults)
    wanted_templates = _templates(templates, faults)
    if faults.found or found is None:
        raise OnboardingRefused(faults.found)
    return OnboardingPlan(
        place=found,
        slug=wanted_slug,
        coordinator=Coordinator(coordinator.email.strip().lower(), coordinator.name.strip()),
        templates=wanted_templates,
    )


def open_onboarding(ags: str) -> Onboarding | None:
    """The one onboarding of this AGS that goes on by itself."""
    return Onboarding.objects.filter(ags=ags, status__in=OPEN_STATUSES).first()


def refuse_when_on_board(ags: str) -> None:
    """Raise ``AlreadyOnBoard`` when somebody holds this AGS or is about to."""
    municipality = municipality_on_board(ags)
    if municipality is not None:
        raise AlreadyOnBoard(municipality, Onboarding.objects.filter(municipality=municipality).first())
    if running := open_onboarding(ags):
        raise AlreadyOnBoard(None, running)


def slug_is_taken(slug: str, *, ags: str, but: Onboarding | None = None) -> bool:
    """Whether another municipality has this slug, has reserved it, or has a domain of that name."""
    others = Onboarding.objects.filter(slug=slug, status__in=OPEN_STATUSES).exclude(ags=ags)
    if but is not None:
        others = others.exclude(pk=but.pk)
    return (
        on_board().filter(slug=slug).exclude(ags=ags).exists()
        or others.exists()
        or Domain.objects.filter(domain=f"{slug}.{settings.KISI_BASE_DOMAIN}").exists()
    )


def _place(ags: str, faults: _Faults) -> Place | None:
    try:
        key = parse_ags(ags if isinstance(ags, str) else "")
    except MalformedAgs as fault:
        faults.add("/ags", ProblemCode.MALFORMED, str(fault))
        return None
    found = place(key)
    if found is None:
        faults.add("/ags", ProblemCode.UNKNOWN, _unknown_ags(key))
    return found


def _unknown_ags(ags: str) -> str:
    today: date = timezone.localdate()
    try:
        successor = TerritorialChange.objects.successor_of(ags, today)
    except AmbiguousSuccessor as fault:
        return f"{fault} {_('Bitte geben Sie eine davon an.')}"
    if successor != ags and (heir := place(successor)):
        return _("Die Gemeinde {ags} gibt es nicht mehr. Ihr Gebiet gehört zu {name}, Schlüssel {successor}.").format(
            ags=ags, name=heir.name, successor=successor
        )
    return _("Das Gemeindeverzeichnis kennt {ags} nicht. Bitte prüfen Sie die Ziffern.").format(ags=ags)


def _slug(slug: str | None, found: Place | None, faults: _Faults) -> str:
    """The wanted slug, or the one that the official name suggests."""
    if slug is None and found is None:
        return ""
    wanted = slug_for(found.name) if slug is None and found else slug
    if not isinstance(wanted, str) or not re.fullmatch(SLUG_PATTERN, wanted):
        faults.add(
            "/slug",
            ProblemCode.INVALID,
            _("Der Kurzname besteht aus a–z, Ziffern und Bindestrichen in der Mitte, höchstens 40 Zeichen."),
        )
        return ""
    if wanted[2:4] == "--":
        foreign = _("Browser zeigen einen Namen, der wie „xn--“ beginnt, in anderen Schriftzeichen an.")
        faults.add("/slug", ProblemCode.RESERVED, foreign + " " + _("Bitte wählen Sie einen anderen Kurznamen."))
        return wanted
    if wanted in RESERVED_SLUGS or wanted in RISKY_SLUGS:
        reserved = _("„{slug}“ ist der Plattform vorbehalten.").format(slug=wanted)
        faults.add("/slug", ProblemCode.RESERVED, reserved + _way_out(wanted, found))
    elif slug_is_taken(wanted, ags=found.ags if found else ""):
        taken = _("„{slug}“ ist schon vergeben.").format(slug=wanted)
        faults.add("/slug", ProblemCode.TAKEN, taken + _way_out(wanted, found))
    return wanted


def _way_out(slug: str, found: Place | None) -> str:
    """A free slug to propose: with the district's name, as people tell towns of one name apart."""
    candidates = [f"{slug}-{slug_for(found.district)}"[:40].strip("-")] if found else []
    candidates.append(f"{slug[:36]}-kommune"[:40])
    for candidate in candidates:
        if not slug_is_taken(candidate, ags=found.ags if found else ""):
            return " " + _("Frei ist zum Beispiel „{slug}“.").format(slug=candidate)
    return " " + _("Bitte wählen Sie einen anderen Kurznamen.")


def _check_coordinator(coordinator: Coordinator, faults: _Faults) -> None:
    email, name = coordinator.email, coordinator.name
    try:
        check_email(email.strip() if isinstance(email, str) and len(email) <= EMAIL_LENGTH else "")
    except ValidationError:
        faults.add(
            "/coordinator/email",
            ProblemCode.INVALID,
            _("Bitte geben Sie eine gültige E-Mail-Adresse an, zum Beispiel integration@stadt.example."),
        )
    if not isinstance(name, str) or len(name.strip()) > NAME_LENGTH or not is_readable_name(name):
        faults.add(
            "/coordinator/name",
            ProblemCode.INVALID,
            _("Bitte geben Sie den Namen der Koordination an: 1 bis {length} lesbare Zeichen in einer Zeile.").format(
                length=NAME_LENGTH
            ),
        )


def _templates(keys: Sequence[str] | None, faults: _Faults) -> tuple[TemplateRef, ...]:
    if keys is None:
        return tuple(adopted_by_default())
    readable = [key for key in keys if isinstance(key, str) and re.fullmatch(KEY_PATTERN, key)]
    known = newest_published(readable)
    for position, key in enumerate(keys):
        if key not in readable or key not in known:
            detail = _("Die Vorlage „{key}“ gibt es nicht. Die Bibliothek finden Sie unter /api/v1/templates.")
            faults.add(f"/templates/{position}", ProblemCode.UNKNOWN_TEMPLATE, detail.format(key=key))
        elif key in keys[:position]:
            detail = _("Die Vorlage „{key}“ steht doppelt in der Liste.")
            faults.add(f"/templates/{position}", ProblemCode.INVALID, detail.format(key=key))
    return tuple(known[key] for key in dict.fromkeys(readable) if key in known)
