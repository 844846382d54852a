"""From a request's body to the onboarding it asks for, and from what was refused to a problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.problems.validation import field_errors
from api.v1.addresses import link_header, municipality_address, onboarding_address
from shared.municipalities.register.ags import MalformedAgs, parse_ags
from shared.onboarding.models import Onboarding
from shared.onboarding.planning import Coordinator, plan_onboarding
from shared.onboarding.problems import AlreadyOnBoard, OnboardingRefused


@dataclass(frozen=True, slots=True)
class Wish:
    """A municipality that is to come on board, as it was asked for."""

    ags: str
    slug: str | None
    coordinator: Coordinator
    templates: tuple[str, ...] | None
    dry_run: bool

    @property
    def arguments(self) -> dict[str, Any]:
        """For ``plan_onboarding`` and ``request_onboarding``."""
        return {
            "ags": self.ags,
            "slug": self.slug,
            "coordinator": self.coordinator,
            "templates": None if self.templates is None else list(self.templates),
        }

    def is_met_by(self, onboarding: Onboarding) -> bool:
        """Whether this onboarding is just what is wanted."""
        keys = {template["key"] for template in onboarding.templates}
        return (
            self.slug in (None, onboarding.slug)
            and self.coordinator.email.strip().lower() == onboarding.coordinator_email
            and self.coordinator.name.strip() == onboarding.coordinator_name
            and (self.templates is None or set(self.templates) == keys)
        )


def read_wish(request: Request, serializer: type[Serializer], *, ags: str | None = None) -> Wish:
    """The wish in the body; ``ags`` is the one in the address.

    Raises:
        ApiProblem: 422 with everything that is wrong, in form and in substance.
    """
    form = serializer(data=request.data)
    found = [] if ags is None else _mismatch(request.data, ags)
    try:
        form.is_valid(raise_exception=True)
    except ValidationError as error:
        found += field_errors(error)
    if found:
        raise ApiProblem(Kind.INVALID_DATA, errors=[*found, *_faults_of_the_rest(request.data, ags, found)])
    return _wish(form.validated_data, ags)


def _mismatch(data: Any, ags: str) -> list[FieldError]:
    """The body may repeat the key of the address, as AGS or ARS, but not name another one."""
    named = data.get("ags") if isinstance(data, dict) else None
    if not isinstance(named, str) or _key(named) == _key(ags):
        return []
    detail = "Der Schlüssel im Inhalt ist ein anderer als in der Adresse. Lassen Sie ihn im Inhalt weg."
    return [FieldError("/ags", "mismatch", detail)]


def _key(text: str) -> str:
    try:
        return parse_ags(text)
    except MalformedAgs:
        return text


def _wish(values: dict[str, Any], ags: str | None) -> Wish:
    templates = values.get("templates")
    return Wish(
        ags=ags or values["ags"],
        slug=values.get("slug"),
        coordinator=Coordinator(**values["coordinator"]),
        templates=None if templates is None else tuple(templates),
        dry_run=values["dry_run"],
    )


def _faults_of_the_rest(data: Any, ags: str | None, found: list[FieldError]) -> list[FieldError]:
    """What is wrong in substance with the members that are right in form, so that all is said at once."""
    if not isinstance(data, dict):
        return []
    coordinator = data.get("coordinator")
    person = coordinator if isinstance(coordinator, dict) else {}
    templates = data.get("templates")
    try:
        plan_onboarding(
            ags=_text(ags or data.get("ags")),
            slug=_text(data["slug"]) if "slug" in data else None,
            coordinator=Coordinator(email=_text(person.get("email")), name=_text(person.get("name"))),
            templates=[_text(key) for key in templates] if isinstance(templates, list) else None,
        )
    except OnboardingRefused as refused:
        named = {error.pointer for error in found}
        return [error for error in _errors(refused) if not _is_named(error.pointer, named)]
    except AlreadyOnBoard:
        return []
    return []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _is_named(pointer: str, named: set[str]) -> bool:
    """Whether this member or one around it has been named already."""
    return any(pointer == known or pointer.startswith(f"{known}/") for known in named)


def _errors(refused: OnboardingRefused) -> list[FieldError]:
    return [FieldError(problem.pointer, problem.code, str(problem.detail)) for problem in refused.problems]


def refused_problem(refused: OnboardingRefused) -> ApiProblem:
    """422 with every fault."""
    return ApiProblem(Kind.INVALID_DATA, errors=_errors(refused))


def on_board_problem(error: AlreadyOnBoard) -> ApiProblem:
    """409 with links to the municipality and its onboarding."""
    links = {}
    if error.municipality is not None:
        links["municipality"] = municipality_address(error.municipality.ags)
    if error.onboarding is not None:
        links["onboarding"] = onboarding_address(error.onboarding.pk)
    errors = [FieldError("/ags", "already_on_board", str(error))]
    return ApiProblem(
        Kind.ALREADY_ON_BOARD, detail=str(error), errors=errors, headers=link_header(links), members={"links": links}
    )
