"""``/municipalities``: the list, one municipality, coming on board, suspending, leaving."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import IDEMPOTENCY_KEY, IF_MATCH, described, described_reading
from api.oauth.authentication import actor_of
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.requests.conditional import etag_of, require_match
from api.requests.idempotency import answer_once
from api.requests.pages import list_of, page_of, read_query
from api.requests.view import ApiView
from api.v1.municipalities.answers import MunicipalitySerializer, municipality_answer, municipality_answers
from api.v1.municipalities.arriving import begin, bring_on_board
from api.v1.municipalities.queries import chosen_municipalities, found_municipality
from api.v1.municipalities.serializers import (
    AGS_SCHEMA,
    AGS_TEXT,
    MunicipalityQuery,
    MunicipalityWishSerializer,
    OnboardingWishSerializer,
    StatusChangeSerializer,
)
from api.v1.municipalities.wishes import read_wish
from api.v1.onboardings.answers import OnboardingSerializer, PlanSerializer
from api.vocabulary import Scope
from shared.municipalities.actions import (
    RevisionChanged,
    StatusNotPossible,
    activate_municipality,
    suspend_municipality,
)
from shared.municipalities.vocabulary import Status

TAG = "Kommunen"
READ = (Scope.READ_MUNICIPALITIES, Scope.WRITE_MUNICIPALITIES)
WRITE = (Scope.WRITE_MUNICIPALITIES,)
AGS = OpenApiParameter("ags", AGS_SCHEMA, OpenApiParameter.PATH, description=AGS_TEXT)
BENSHEIM = OpenApiExample(
    "Bensheim",
    value={
        "ags": "06431002",
        "coordinator": {"email": "koordination@bensheim.example", "name": "Koordination Bensheim"},
        "dry_run": True,
    },
    request_only=True,
)


class MunicipalityCollection(ApiView):
    """``/municipalities``."""

    scopes = {"GET": READ, "POST": WRITE}
    parameters_of = {"GET": frozenset({"limit", "offset", "status", "district", "search", "ordering"})}

    @described_reading(
        operation_id="listMunicipalities",
        tag=TAG,
        summary="Kommunen auf der Plattform auflisten",
        parameters=[MunicipalityQuery],
        answer=list_of("MunicipalityList", MunicipalitySerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        """A part of the list."""
        query = read_query(MunicipalityQuery, request.query_params)
        rows = chosen_municipalities(query)
        return Response(
            page_of(request, rows, limit=query["limit"], offset=query["offset"], answers=municipality_answers)
        )

    @described(
        operation_id="createMunicipality",
        tag=TAG,
        summary="Eine Kommune aufnehmen",
        description="Beginnt die Aufnahme und antwortet sofort. Wie sie vorankommt, zeigt die Adresse in „Location“.",
        request=OnboardingWishSerializer,
        parameters=[IDEMPOTENCY_KEY],
        answers={200: PlanSerializer, 202: OnboardingSerializer},
        headers={202: ["Location"]},
        problems=[Kind.INVALID_HEADER, Kind.ALREADY_ON_BOARD, Kind.KEY_REUSED, Kind.KEY_IN_USE],
        examples=[BENSHEIM],
    )
    def post(self, request: Request) -> Response:
        """Begin an onboarding, or say what it would do."""
        return answer_once(
            request,
            lambda: begin(read_wish(request, OnboardingWishSerializer), by=actor_of(request)),
            required=True,
        )


class MunicipalityDetail(ApiView):
    """``/municipalities/{ags}``."""

    scopes = {"GET": READ, "PUT": WRITE, "PATCH": WRITE}

    @described_reading(
        operation_id="getMunicipality",
        tag=TAG,
        summary="Eine Kommune lesen",
        parameters=[AGS],
        answer=MunicipalitySerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, ags: str) -> Response:
        """One municipality."""
        return Response(municipality_answer(found_municipality(ags)))

    @described(
        operation_id="putMunicipality",
        tag=TAG,
        summary="Sicherstellen, dass eine Kommune dabei ist",
        description="Ist die Kommune noch nicht dabei, beginnt ihre Aufnahme (202). Ist sie dabei und stimmt alles"
        " überein, ändert sich nichts (200); dafür ist „If-Match“ nötig. Adresse, Koordination und Vorlagen ändert"
        " danach nur noch die Kommune selbst.",
        request=MunicipalityWishSerializer,
        parameters=[AGS, IF_MATCH],
        answers={200: MunicipalitySerializer, 202: OnboardingSerializer},
        headers={202: ["Location"]},
        problems=[
            Kind.ALREADY_ON_BOARD,
            Kind.STATE_CONFLICT,
            Kind.PRECONDITION_FAILED,
            Kind.PRECONDITION_REQUIRED,
        ],
    )
    def put(self, request: Request, ags: str) -> Response:
        """Bring a municipality on board unless it is."""
        return bring_on_board(request, read_wish(request, MunicipalityWishSerializer, ags=ags))

    @described(
        operation_id="patchMunicipality",
        tag=TAG,
        summary="Eine Kommune aussetzen oder wieder aufnehmen",
        description="Ausgesetzt: Der Arbeitsbereich antwortet mit 503 und einer einfachen Seite."
        " Es gehen keine Daten verloren.",
        request=StatusChangeSerializer,
        parameters=[AGS, IF_MATCH],
        answers={200: MunicipalitySerializer},
        headers={200: ["ETag"]},
        problems=[Kind.NOT_FOUND, Kind.STATE_CONFLICT, Kind.PRECONDITION_FAILED],
        examples=[OpenApiExample("Aussetzen", value={"status": "suspended"}, request_only=True)],
    )
    def patch(self, request: Request, ags: str) -> Response:
        """Suspend a municipality or take it up again."""
        form = StatusChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        municipality = found_municipality(ags)
        require_match(request, municipality_answer(municipality), required=False)
        change = suspend_municipality if form.validated_data["status"] == Status.SUSPENDED else activate_municipality
        revision = municipality.revision if "If-Match" in request.headers else None
        try:
            changed = change(municipality, by=actor_of(request), revision=revision)
        except StatusNotPossible as error:
            raise ApiProblem(
                Kind.STATE_CONFLICT, detail=str(error), errors=[FieldError("/status", "not_possible", str(error))]
            ) from error
        except RevisionChanged as error:
            raise ApiProblem(Kind.PRECONDITION_FAILED, detail=str(error)) from error
        answer = municipality_answer(changed)
        return Response(answer, headers={"ETag": etag_of(answer)})
