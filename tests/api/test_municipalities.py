"""What CONTRACT.md says about municipalities: coming on board, reading, changing, leaving."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.tenancy.directory import forget_directory
from shared.library.shipped import shipped_templates
from shared.municipalities.models import Municipality
from shared.onboarding.models import Offboarding, Onboarding, OnboardingStep
from tests.api.caller import BENSHEIM, BUTZBACH, OBERZENT, Caller, new_caller, wish, work_on
from tests.servers import Servers

LIST = "/api/v1/municipalities"
NOBODY = "06431999"
"""Well formed, and nobody's key."""
STEPS = ["reserve", "create_schema", "seed", "adopt_templates", "invite_coordinator", "activate"]


def count(model: Any) -> int:
    """How many rows there are."""
    with inside(CENTRAL):
        total: int = model.objects.count()
        return total


def test_from_the_post_to_the_open_workspace(api: Caller) -> None:
    """202 with the onboarding, watched to its end, the workspace answers."""
    answer = api.onboard(OBERZENT)
    assert answer.status == 202
    where = answer.headers["Location"]
    assert where == f"/api/v1/onboardings/{answer.json['id']}"
    assert answer.json["status"] == "queued"
    assert answer.json["municipality"] == {
        "ags": OBERZENT,
        "name": "Oberzent",
        "slug": "oberzent",
        "district": "Odenwaldkreis",
        "population": 10153,
        "status": "onboarding",
        "workspace_url": "http://oberzent.kisi.localhost:8000",
    }
    work_on(answer)
    done = api("GET", where).json
    assert done["status"] == "completed"
    assert [step["name"] for step in done["steps"]] == STEPS
    for step in done["steps"]:
        assert set(step) == {"name", "status", "started_at", "finished_at", "detail"}
        assert step["status"] == "done"
        assert step["started_at"] <= step["finished_at"]
    assert done["municipality"]["status"] == "active"
    listed = api("GET", f"{LIST}/{OBERZENT}").json
    assert {name: listed[name] for name in done["municipality"]} == done["municipality"]
    with inside(CENTRAL):
        assert Entry.objects.get(event="onboarding.requested").actor_kind == "client"


def test_the_regional_key_is_accepted_everywhere(api: Caller) -> None:
    """In the body and in addresses."""
    ars = "064370016016"
    assert api.onboard(ars, dry_run=True).json["municipality"]["ags"] == OBERZENT
    work_on(api.onboard(ars))
    assert api("GET", f"{LIST}/{ars}").json["ags"] == OBERZENT


def test_a_dry_run_says_what_would_happen_and_does_nothing(api: Caller) -> None:
    """200 with steps, templates and the municipality as it would be; faults are named as for real."""
    answer = api.onboard(OBERZENT, slug="stadt-oberzent", templates=["erste-30-tage"], dry_run=True)
    assert answer.status == 200
    assert answer.json["dry_run"] is True
    assert answer.json["steps"] == STEPS
    assert [(template["key"], template["version"]) for template in answer.json["templates"]] == [("erste-30-tage", 1)]
    assert answer.json["municipality"]["slug"] == "stadt-oberzent"
    assert api.onboard(NOBODY, dry_run=True).codes == {"/ags": "unknown"}
    assert count(Onboarding) == 0


def test_what_is_wrong_with_a_key_or_a_wish(api: Caller, bensheim: MunicipalityRef) -> None:
    """422 that names the field."""
    for ags in ("06431", "0643100x", "09162000", "06999999"):
        assert (api.onboard(ags).status, api.onboard(ags).codes) == (422, {"/ags": "malformed"}), ags
    assert (api.onboard(NOBODY).status, api.onboard(NOBODY).codes) == (422, {"/ags": "unknown"})
    assert api.onboard(OBERZENT, slug="bensheim").codes == {"/slug": "taken"}
    assert api.onboard(OBERZENT, slug="api").codes == {"/slug": "reserved"}
    assert api.onboard(OBERZENT, slug="Ober Zent").codes == {"/slug": "invalid"}
    assert api.onboard(OBERZENT, templates=["gibt-es-nicht"]).codes == {"/templates/0": "unknown_template"}
    coordinator = {"email": "nobody", "name": "Kim Beispiel"}
    assert api.onboard(OBERZENT, coordinator=coordinator).codes == {"/coordinator/email": "invalid"}
    assert count(Onboarding) == 0


def test_who_is_on_board_is_409_with_a_link(api: Caller, bensheim: MunicipalityRef) -> None:
    """In the body and in the Link header: to the municipality, or to the onboarding on its way."""
    answer = api.onboard(BENSHEIM)
    assert answer.status == 409
    assert answer.json["links"]["municipality"] == f"{LIST}/{BENSHEIM}"
    assert f"<{LIST}/{BENSHEIM}>" in answer.headers["Link"]
    where = api.onboard(OBERZENT).headers["Location"]
    again = api.onboard(OBERZENT)
    assert (again.status, again.json["links"]["onboarding"]) == (409, where)
    assert api("GET", again.json["links"]["onboarding"]).status == 200


def test_a_failed_onboarding_can_be_retried_and_only_that(api: Caller, settings: Any) -> None:
    """409 while there is nothing to retry; 202 and the end after a failure."""
    answer = api.onboard(OBERZENT)
    where = answer.headers["Location"]
    assert api("POST", f"{where}/retry").status == 409
    with inside(CENTRAL):
        Onboarding.objects.update(status="failed")
        OnboardingStep.objects.filter(name="create_schema").update(status="failed")
    assert api("GET", where).json["status"] == "failed"
    retried = api("POST", f"{where}/retry")
    assert (retried.status, retried.headers["Location"], retried.json["status"]) == (202, where, "queued")
    work_on(retried)
    assert api("GET", where).json["status"] == "completed"


def test_the_list_is_filtered_searched_ordered_and_cut(
    api: Caller, bensheim: MunicipalityRef, butzbach: MunicipalityRef, oestrich: MunicipalityRef
) -> None:
    """German order of names, parts with their neighbours' addresses."""

    def slugs(query: str) -> list[str]:
        return [row["slug"] for row in api("GET", f"{LIST}?{query}").json["results"]]

    assert slugs("") == ["bensheim", "butzbach", "oestrich-winkel"]
    assert slugs("ordering=-name") == ["oestrich-winkel", "butzbach", "bensheim"]
    assert slugs("ordering=ags") == ["bensheim", "oestrich-winkel", "butzbach"]
    assert slugs("district=06440") == ["butzbach"]
    assert slugs("search=WINKEL") == ["oestrich-winkel"]
    assert slugs("search=06431") == ["bensheim"]
    assert slugs("search=100%25") == slugs("search=%20") == []
    assert slugs("status=suspended") == []
    part = api("GET", f"{LIST}?limit=1&offset=1&ordering=name").json
    assert (part["count"], len(part["results"])) == (3, 1)
    for name, offset in (("next", 2), ("previous", 0)):
        address = urlsplit(part[name])
        assert address.netloc == "kisi.localhost:8000"
        assert f"offset={offset}" in address.query
        assert api("GET", f"{address.path}?{address.query}").status == 200
    assert api("GET", f"{LIST}?offset=900").json == {
        "count": 3,
        "next": None,
        "previous": "http://kisi.localhost:8000/api/v1/municipalities?offset=850&limit=50",
        "results": [],
    }


def test_parameters_that_do_not_fit_are_named(api: Caller) -> None:
    """All at once, never ignored."""
    answer = api("GET", f"{LIST}?limit=0&offset=x&status=lost&district=06&search=&ordering=population")
    assert (answer.status, answer.codes) == (
        400,
        {
            "?limit": "min_value",
            "?offset": "invalid",
            "?status": "invalid_choice",
            "?district": "invalid",
            "?search": "blank",
            "?ordering": "invalid_choice",
        },
    )
    assert api("GET", f"{LIST}?limit={'9' * 5000}").status == 400
    assert api("GET", f"{LIST}?search=%00").status == 400
    assert api("GET", f"{LIST}?page=2").codes == {"?page": "unknown"}


def test_the_etag_follows_the_content(api: Caller, bensheim: MunicipalityRef) -> None:
    """Strong, the same for the same, another after a change; 304 for who has it."""
    path = f"{LIST}/{BENSHEIM}"
    first = api("GET", path)
    etag = first.headers["ETag"]
    assert etag.startswith('"')
    assert first.headers["Cache-Control"] == "private, no-cache"
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        unchanged = api("GET", path, if_none_match=known)
        assert (unchanged.status, unchanged.text, unchanged.headers["ETag"]) == (304, "", etag), known
    assert api("HEAD", path).headers["ETag"] == etag
    whole = api("GET", LIST).headers["ETag"]
    changed = api("PATCH", path, {"status": "suspended"})
    assert changed.headers["ETag"] != etag
    assert api("GET", path, if_none_match=etag).headers["ETag"] == changed.headers["ETag"]
    assert api("GET", LIST, if_none_match=whole).status == 200


def test_suspending_closes_the_workspace_and_loses_nothing(
    api: Caller, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """503 with a plain page, back again afterwards; again changes nothing."""
    path = f"{LIST}/{BENSHEIM}"
    assert api("PATCH", path, {"status": "suspended"}).json["status"] == "suspended"
    forget_directory()
    assert client_for(bensheim).get("/").status_code == 503
    closed = api.at(bensheim)("GET", "/api/v1/contact-points")
    assert (closed.status, closed.headers["Content-Type"]) == (503, "application/problem+json")
    assert (closed.json["status"], closed.json["errors"]) == (503, [])
    assert "keine Daten verloren" in closed.json["detail"]
    revision = api("PATCH", path, {"status": "suspended"}).json["revision"]
    active = api("PATCH", path, {"status": "active"}).json
    assert (active["status"], active["revision"]) == ("active", revision + 1)
    forget_directory()
    assert client_for(bensheim).get("/").status_code != 503


def test_if_match_protects_from_lost_changes(api: Caller, bensheim: MunicipalityRef) -> None:
    """412 names the present state's tag; weak tags and nonsense do not count."""
    path = f"{LIST}/{BENSHEIM}"
    seen = api("GET", path).headers["ETag"]
    changed = api("PATCH", path, {"status": "suspended"}, if_match=seen)
    assert changed.status == 200
    refused = api("PATCH", path, {"status": "active"}, if_match=seen)
    assert (refused.status, refused.headers["ETag"]) == (412, changed.headers["ETag"])
    assert api("PATCH", path, {"status": "active"}, if_match=f"W/{changed.headers['ETag']}").status == 412
    assert api("PATCH", path, {"status": "active"}, if_match="nonsense").codes == {"If-Match": "invalid"}
    assert api("GET", path).json["status"] == "suspended"
    assert api("PATCH", path, {"status": "active"}, if_match=f'"x", {changed.headers["ETag"]}').status == 200


def test_only_two_statuses_can_be_set(api: Caller, bensheim: MunicipalityRef) -> None:
    """The others are the result of jobs."""
    for status in ("onboarding", "left", "offboarding", "ACTIVE", "", None, 1, ["active"]):
        assert api("PATCH", f"{LIST}/{BENSHEIM}", {"status": status}).status == 422, status


def test_put_brings_on_board_and_may_be_repeated(api: Caller) -> None:
    """202 with the same onboarding as long as it runs, then 428 without the state seen, 200 with it."""
    path, body = f"{LIST}/{OBERZENT}", wish(OBERZENT)
    first = api("PUT", path, body)
    assert first.status == 202
    again = api("PUT", f"{LIST}/064370016016", body)
    assert (again.status, again.headers["Location"]) == (202, first.headers["Location"])
    assert count(Onboarding) == 1
    assert api("PUT", path, body | {"slug": "anders"}).status == 409
    work_on(first)
    assert (api("PUT", path, body).status, api("PUT", path, body).codes) == (428, {"If-Match": "required"})
    assert api("PUT", path, body, if_match='"other"').status == 412
    seen = api("GET", path)
    unchanged = api("PUT", path, body, if_match=seen.headers["ETag"])
    assert (unchanged.status, unchanged.json, unchanged.headers["ETag"]) == (200, seen.json, seen.headers["ETag"])
    assert count(Onboarding) == 1


@pytest.mark.parametrize("seen", ["*", '"5f1c"', "nonsense"])
def test_put_with_a_state_begins_nothing_where_there_is_none(api: Caller, seen: str) -> None:
    """If-Match is about a representation that exists, ``*`` too (RFC 9110, 13.1.1); what is wrong is still named."""
    path = f"{LIST}/{OBERZENT}"
    refused = api("PUT", path, wish(OBERZENT), if_match=seen)
    assert (refused.status, refused.codes) == (412, {"If-Match": "not_on_board"})
    assert api("PUT", path, wish(OBERZENT, slug="www"), if_match=seen).codes == {"/slug": "reserved"}
    assert count(Onboarding) == 0


def test_put_changes_nothing_that_is_the_municipality_s_own(api: Caller) -> None:
    """After the onboarding, address, coordination and templates are refused by name."""
    path = f"{LIST}/{OBERZENT}"
    work_on(api.onboard(OBERZENT))
    seen = api("GET", path).headers["ETag"]
    body = {
        "slug": "anders",
        "coordinator": {"email": "andere@stadt.example", "name": "Andere Person"},
        "templates": [],
    }
    answer = api("PUT", path, body, if_match=seen)
    assert answer.status == 422
    assert answer.codes == dict.fromkeys(
        ["/slug", "/coordinator/email", "/coordinator/name", "/templates"], "not_changeable"
    )


def test_put_without_or_with_another_key_in_the_body(api: Caller) -> None:
    """The address names it; a different one in the body is a mistake."""
    body = wish(OBERZENT, dry_run=True)
    assert api("PUT", f"{LIST}/{BUTZBACH}", body).codes == {"/ags": "mismatch"}
    del body["ags"]
    assert api("PUT", f"{LIST}/{OBERZENT}", body).status == 200
    assert api("PUT", f"{LIST}/{NOBODY}", body).codes == {"/ags": "unknown"}
    assert api("PUT", f"{LIST}/nonsense", body).codes == {"/ags": "malformed"}
    assert count(Onboarding) == 0


def test_leaving_and_coming_back(api: Caller) -> None:
    """202 with the job and its grace period; again is 409 with a link; cancelled, the workspace opens again."""
    work_on(api.onboard(OBERZENT))
    path = f"{LIST}/{OBERZENT}/offboarding"
    answer = api("POST", path)
    assert answer.status == 202
    where = answer.headers["Location"]
    assert where == f"/api/v1/offboardings/{answer.json['id']}"
    assert (answer.json["grace_days"], answer.json["municipality"]["status"]) == (30, "offboarding")
    again = api("POST", path)
    assert (again.status, again.json["links"]["offboarding"]) == (409, where)
    assert api("PATCH", f"{LIST}/{OBERZENT}", {"status": "active"}).codes == {"/status": "not_possible"}
    put = api("PUT", f"{LIST}/{OBERZENT}", wish(OBERZENT), if_match="*")
    assert (put.status, put.json["links"]) == (409, {"offboarding": where})
    work_on(answer)
    waiting = api("GET", where).json
    assert waiting["status"] == "waiting"
    assert len(waiting["archive_sha256"]) == 64
    assert api("POST", f"{where}/retry").status == 409
    cancelled = api("POST", f"{where}/cancel")
    assert (cancelled.status, cancelled.json["status"]) == (202, "cancelling")
    work_on(cancelled)
    assert api("GET", where).json["status"] == "cancelled"
    assert api("GET", f"{LIST}/{OBERZENT}").json["status"] == "active"
    assert count(Offboarding) == 1


def test_who_has_left_is_found_in_the_list_only(ready: Servers, settings: Any) -> None:
    """The address belongs to who holds the key now; history is asked for by status."""
    settings.KISI_OFFBOARDING_GRACE_DAYS = 0
    api = new_caller()
    work_on(api.onboard(OBERZENT))
    leaving = api("POST", f"{LIST}/{OBERZENT}/offboarding")
    for _ in range(3):
        work_on(leaving)
    assert api("GET", leaving.headers["Location"]).json["status"] == "completed"
    assert api("GET", f"{LIST}/{OBERZENT}").status == 404
    assert [row["ags"] for row in api("GET", f"{LIST}?status=left").json["results"]] == [OBERZENT]
    assert OBERZENT not in {row["ags"] for row in api("GET", LIST).json["results"]}
    assert api.onboard(OBERZENT).status == 202


def test_the_library_can_be_read(api: Caller) -> None:
    """Templates with their versions, and one version with its content."""
    listed = api("GET", "/api/v1/templates").json
    versions = {row["key"]: [version["number"] for version in row["versions"]] for row in listed["results"]}
    assert list(versions) == sorted({file["key"] for file in shipped_templates()})
    assert versions["erste-30-tage"] == [1]
    version = api("GET", "/api/v1/templates/erste-30-tage/versions/1").json
    assert (version["key"], version["version"], version["kind"]) == ("erste-30-tage", 1, "checklist")
    assert version["content"]["entries"]
    row = next(row for row in listed["results"] if row["key"] == "massnahme-sprechcafe")
    assert (row["kind"], row["topic"], row["withdrawn_at"]) == ("measure", "language", None)
    assert api("GET", "/api/v1/templates/massnahme-sprechcafe/versions/1").json["summary"] == row["summary"] != ""
    assert api("GET", "/api/v1/templates/erste-30-tage/versions/2").status == 404
    assert api("GET", "/api/v1/templates/erste-30-tage/versions/0").status == 404


def test_a_list_costs_the_same_number_of_queries_whatever_its_length(
    api: Caller, bensheim: MunicipalityRef, butzbach: MunicipalityRef, django_assert_num_queries: Any
) -> None:
    """Token, count, rows, register with its districts – for three and for one."""
    for query in ("", "?limit=1"):
        with inside(CENTRAL), django_assert_num_queries(4):
            assert api("GET", f"{LIST}{query}").status == 200


@pytest.mark.attack
def test_more_members_than_declared_are_refused_by_name(api: Caller, bensheim: MunicipalityRef) -> None:
    """T23: every field of every model behind a body, sent along; nothing is written."""
    models = (Municipality, Onboarding, Offboarding)
    fields = {field.name for model in models for field in model._meta.concrete_fields} | {"is_staff", "role", "by"}
    declared = set(wish(OBERZENT)) | {"slug", "templates", "dry_run"}
    extra = dict.fromkeys(fields - declared, 1)
    assert len(extra) > 20
    targets = [
        ("POST", LIST, wish(OBERZENT)),
        ("PUT", f"{LIST}/{OBERZENT}", wish(OBERZENT)),
        ("PATCH", f"{LIST}/{BENSHEIM}", {"status": "suspended"}),
        ("POST", f"{LIST}/{BENSHEIM}/offboarding", {}),
    ]
    for method, path, body in targets:
        answer = api(method, path, {**extra, **body}, idempotency_key=str(uuid4()))
        unknown = {pointer[1:] for pointer, code in answer.codes.items() if code == "unknown"}
        assert (answer.status, unknown) == (422, set(extra) - set(body)), (method, path)
    assert (count(Onboarding), count(Offboarding)) == (0, 0)
    assert api("GET", f"{LIST}/{BENSHEIM}").json["status"] == "active"


@pytest.mark.attack
def test_numbers_that_do_not_exist_all_look_the_same(api: Caller, bensheim: MunicipalityRef) -> None:
    """T05: a foreign kind of id, a random one, another town's: 404 with the same body."""
    onboarding = api.onboard(OBERZENT).json["id"]
    paths = [
        f"/api/v1/onboardings/{uuid4()}",
        f"/api/v1/offboardings/{onboarding}",
        f"{LIST}/{BUTZBACH[:-1]}9",
        f"{LIST}/{bensheim.id}",
        f"{LIST}/{bensheim.schema}",
    ]
    answers = [api("GET", path) for path in paths]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
