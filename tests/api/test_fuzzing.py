"""Schemathesis against the real server: no 5xx, and every answer is as the OpenAPI document says.

``KISI_FUZZ_EXAMPLES=500`` for the long run; without it a short one.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from shared.municipalities.models import Municipality
from tenants.contact_points.actions import add_contact_point, add_exception
from tenants.contact_points.models import ContactPoint, HoursException
from tenants.needs.actions import add_need
from tenants.needs.models import Need
from tenants.surveys.actions import create_wave
from tests.api.caller import OBERZENT, SCHWALBACH, Caller, new_caller, work_on
from tests.api.live import web_server
from tests.api.v1.workspace.programs import host_of, program
from tests.servers import Servers
from tests.tenants.results.waves import store
from tests.tenants.surveys.waves import open_wave, plan

EXAMPLES = int(os.environ.get("KISI_FUZZ_EXAMPLES", "5"))
LONG = "KISI_FUZZ_EXAMPLES" in os.environ
ROOT = Path(__file__).resolve().parents[2]
WITHOUT_LIMITS = {f"KISI_API_{name}_PER_MINUTE": "10000000" for name in ("READS", "WRITES", "TOKENS")}


@pytest.fixture
def address(ready: Servers, environment: dict[str, str], bensheim: MunicipalityRef, tmp_path: Path) -> Iterator[str]:
    """A web server on this test's database, without quotas."""
    with web_server({**environment, **WITHOUT_LIMITS}, tmp_path / "web.log") as found:
        yield found


def things_that_exist(api: Caller) -> str:
    """An open and a finished onboarding, an off-boarding, three municipalities, the library."""
    finished = api.onboard(OBERZENT)
    work_on(finished)
    leaving = api("POST", f"/api/v1/municipalities/{OBERZENT}/offboarding")
    jobs = [finished.json["id"], api.onboard(SCHWALBACH).json["id"], leaving.json["id"]]
    with inside(CENTRAL):
        keys = list(Municipality.objects.values_list("ags", flat=True))
    return json.dumps({"ags": keys, "id": jobs, "key": ["erste-30-tage"], "number": ["1"]})


def things_of_a_town(town: MunicipalityRef) -> str:
    """A running and a planned wave, a need, a contact point with an exception, and results to cross."""
    with inside(realm_of(town)):
        wave = open_wave()
        store(wave, *({"lives_here": answer} for answer in ("yes", "no") * 8))
        waves = [wave.pk, create_wave(plan=plan(wave.version), by=SYSTEM).pk]
        need = add_need(need=Need(title="Kurse am Abend", topic="language"), by=SYSTEM)
        points = [add_contact_point(contact_point=ContactPoint(name=name), by=SYSTEM).pk for name in ("Eins", "Zwei")]
        day = timezone.localdate()
        closed = HoursException(contact_point_id=points[1], kind="closed", first_day=day, last_day=day)
        exception = add_exception(exception=closed, by=SYSTEM).pk
    known = {"survey": [wave.version.instrument_id], "number": [1], "wave": waves, "need": [need.pk]}
    known |= {"contact_point": points, "exception": [exception], "question": ["lives_here"]}
    return json.dumps(known)


def fuzz(address: str, token: str, known: str, phases: str, host: str = "kisi.localhost") -> str:
    """Run Schemathesis; what it prints. Fails with that where it found something."""
    program = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", "tests/api/fuzzing.toml", "run"]
    program += [f"{address}/api/v1/openapi.json", "--url", address, "--header", f"Host: {host}"]
    program += ["--phases", phases, "--max-examples", str(EXAMPLES), "--continue-on-failure", "--no-color"]
    program += ["--seed", "1", "--generation-database", "none"]
    if token:
        program += ["--header", f"Authorization: Bearer {token}"]
    environment = {**os.environ, "KISI_FUZZ_KNOWN": known, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3_000)
    assert result.returncode == 0, result.stdout[-6_000:] + result.stderr[-2_000:]
    return result.stdout


def cases_in(output: str) -> int:
    """How many requests Schemathesis made up."""
    found = re.search(r"(\d+) generated", output)
    assert found is not None, output[-2_000:]
    return int(found[1])


@pytest.mark.timeout(3_600)
def test_everything_with_every_scope(address: str) -> None:
    """Examples, edge cases of every constraint, made-up data, and chains of calls along the links."""
    api = new_caller()
    output = fuzz(address, api.token, things_that_exist(api), "examples,coverage,fuzzing,stateful")
    assert cases_in(output) > 500


@pytest.mark.timeout(3_600)
def test_the_other_roles(address: str) -> None:
    """A stranger, one who may only read, one who may only write: refused or not, but always as described."""
    known = things_that_exist(new_caller())
    tokens = ["", new_caller("municipalities:read").token, new_caller("municipalities:write").token]
    for token in tokens:
        assert cases_in(fuzz(address, token, known, "fuzzing")) >= 13 * min(EXAMPLES, 2)


@pytest.mark.timeout(3_600)
def test_a_town_with_every_scope_and_with_none(address: str, bensheim: MunicipalityRef) -> None:
    """The same on a municipality's host: a program that may do everything, one that may read needs, a stranger."""
    known, host = things_of_a_town(bensheim), host_of(bensheim)
    output = fuzz(address, program(bensheim).token, known, "examples,coverage,fuzzing" if LONG else "fuzzing", host)
    assert cases_in(output) >= 27 * min(EXAMPLES, 2)
    for token in (program(bensheim, "needs:read").token, "") if LONG else ():
        assert cases_in(fuzz(address, token, known, "fuzzing", host)) >= 27 * min(EXAMPLES, 2)


def test_a_planted_fault_is_found(ready: Servers, environment: dict[str, str], tmp_path: Path) -> None:
    """A server whose answers are not as described does not pass."""
    planted = tmp_path / "planted.py"
    planted.write_text(
        "from kisi.wsgi import application\n"
        "from api.documentation.views import openapi_document\n"
        "from kisi.core.realms import CENTRAL, inside\n"
        "with inside(CENTRAL):\n    openapi_document()\n"
        "from api.v1.templates.answers import TemplateVersionSerializer\n"
        "TemplateVersionSerializer._declared_fields.pop('change_note')\n"
    )
    api = new_caller()
    environment = {**environment, **WITHOUT_LIMITS, "PYTHONPATH": str(tmp_path)}
    with web_server(environment, tmp_path / "web.log", application="planted:application") as address:
        known = json.dumps({"key": ["erste-30-tage"], "number": ["1"]})
        with pytest.raises(AssertionError, match="change_note"):
            fuzz(address, api.token, known, "fuzzing")
