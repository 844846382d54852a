"""T03: however a host is spelled on the wire, the right town answers or nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kisi.core.realms import MunicipalityRef
from tests.attack.canaries import Canaries
from tests.attack.host_forms import FORMS, HERE, THERE, HostForm
from tests.attack.probe.front import Answer, converse, front_server, speak
from tests.servers import Servers

pytestmark = pytest.mark.attack


@dataclass(frozen=True, slots=True)
class Front:
    """A running front server, the words behind it, and who is who."""

    port: int
    canaries: Canaries
    schemas: dict[str, str]
    log: Path

    def wrong(self, form: HostForm, answer: Answer) -> str:
        """What is wrong with this answer to this form; empty when nothing is."""
        home = self.schemas.get(form.may_answer or "", "")
        if leaks := self.canaries.foreign_in(answer.head + answer.body, home=home, place=form.name):
            return str(leaks[0])
        if answer.status >= 500:
            return f"{form.name}: {answer.status}"
        if answer.status == 200 and answer.json().get("schema") != home:
            return f"{form.name}: answered from {answer.json().get('schema')!r}"
        if form.must_answer and answer.status != 200:
            return f"{form.name}: refused with {answer.status}"
        return ""


@pytest.fixture
def front(
    database: Servers, canaries: Canaries, towns: list[MunicipalityRef], environment: dict[str, str], tmp_path: Path
) -> Iterator[Front]:
    """granian with the platform's middleware and the probe's pages."""
    log = tmp_path / "front.log"
    with front_server(environment, log) as port:
        yield Front(port, canaries, {town.slug: town.schema for town in towns}, log)


def test_every_form_reaches_the_right_town_or_nobody(front: Front) -> None:
    """Over eighty ways to write a host; one server, one after the other, so that one may poison the next."""
    assert len(FORMS) >= 40
    assert len({form.name for form in FORMS}) == len(FORMS)
    wrong = [problem for form in FORMS if (problem := front.wrong(form, speak(front.port, form.message)))]
    assert wrong == []
    plain = next(form for form in FORMS if form.name == "plain")
    assert speak(front.port, plain.message).json()["schema"] == front.schemas["bensheim"]


def test_one_connection_serves_each_request_from_its_own_town(front: Front) -> None:
    """Keep-alive and pipelining: what stood in the last request does not stick."""
    hosts = [HERE, THERE, HERE, b"kisi.localhost", THERE, b"nobody.kisi.localhost", HERE]
    message = b"".join(b"GET /where HTTP/1.1\r\nHost: " + host + b"\r\n\r\n" for host in hosts)
    answers = converse(front.port, message, answers=len(hosts))
    expected = {
        HERE: front.schemas["bensheim"],
        THERE: front.schemas["butzbach"],
        b"kisi.localhost": "public",
        hosts[5]: None,
    }
    assert [answer.json().get("schema") for answer in answers] == [expected[host] for host in hosts]


FRAMINGS = [
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n",
    b"Content-Length: 0\r\nContent-Length: 60\r\n",
    b"Transfer-Encoding : chunked\r\nContent-Length: 0\r\n",
]


def test_a_smuggled_request_is_never_answered_as_bensheims(front: Front) -> None:
    """A body that is a request for Butzbach: refused, or answered from Butzbach as a request of its own."""
    smuggled = b"GET /where HTTP/1.1\r\nHost: " + THERE + b"\r\n\r\n"
    for framing in FRAMINGS:
        message = b"POST /where HTTP/1.1\r\nHost: " + HERE + b"\r\n" + framing + b"\r\n0\r\n\r\n" + smuggled
        answers = converse(front.port, message, answers=3, patience=1.0)
        for answer in answers:
            owners = front.canaries.owners_in(answer.head + answer.body)
            assert owners <= {front.schemas[town] for town in ("bensheim", "butzbach")}, framing
            assert len(owners) <= 1, framing
            assert answer.status < 500, framing
        assert answers[0].json().get("schema") != front.schemas["butzbach"], framing


def test_a_trusted_forwarded_host_is_one_name_or_refused(
    database: Servers,
    canaries: Canaries,
    towns: list[MunicipalityRef],
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    """Behind a proxy that sets it, a header that a client has doubled is refused – never guessed at."""
    with front_server({**environment, "KISI_TRUST_FORWARDED_HOST": "1"}, tmp_path / "front.log", threads=2) as port:
        for names in ([HERE], [HERE, THERE], [HERE + b", " + THERE], [b"user@" + HERE], [b""]):
            headers = b"".join(b"X-Forwarded-Host: " + name + b"\r\n" for name in names)
            message = b"GET /where HTTP/1.1\r\nHost: proxy.internal\r\n" + headers + b"Connection: close\r\n\r\n"
            answer = speak(port, message)
            if names == [HERE]:
                assert answer.json()["schema"] == towns[0].schema
            else:
                assert 400 <= answer.status < 500, names
                assert canaries.owners_in(answer.body) == set(), names


def test_logs_of_the_front_server_hold_no_words(front: Front) -> None:
    """Neither a page's content nor the query string of an address (T44)."""
    word = front.canaries.words[front.schemas["bensheim"]].encode()
    speak(front.port, b"GET /where?q=" + word + b" HTTP/1.1\r\nHost: " + HERE + b"\r\nConnection: close\r\n\r\n")
    speak(front.port, b"GET /remember/x HTTP/1.1\r\nHost: " + HERE + b"\r\nConnection: close\r\n\r\n")
    speak(front.port, b"GET /turmoil/x/outer HTTP/1.1\r\nHost: " + HERE + b"\r\nConnection: close\r\n\r\n")
    assert "Planned" in front.log.read_text(errors="replace")
    assert front.canaries.leaks_in_logs([front.log]) == []


# -- planted leaks --------------------------------------------------------------------------------


def test_planted_trust_in_a_forwarded_host_is_found(
    database: Servers, canaries: Canaries, towns: list[MunicipalityRef], environment: dict[str, str], tmp_path: Path
) -> None:
    """The switch on without a proxy that overwrites the header: forms that name another host get through."""
    with front_server({**environment, "KISI_TRUST_FORWARDED_HOST": "1"}, tmp_path / "front.log") as port:
        front = Front(port, canaries, {town.slug: town.schema for town in towns}, tmp_path / "front.log")
        wrong = [problem for form in FORMS if (problem := front.wrong(form, speak(port, form.message)))]
    assert any("X-Forwarded-Host" in problem for problem in wrong)


def test_a_planted_lenient_resolver_is_found(
    database: Servers, canaries: Canaries, towns: list[MunicipalityRef], environment: dict[str, str], tmp_path: Path
) -> None:
    """A resolver that takes the last known name it finds anywhere in the header, and has a default."""
    variables = {**environment, "KISI_ATTACK_PLANT": "lenient-resolver"}
    with front_server(variables, tmp_path / "front.log") as port:
        front = Front(port, canaries, {town.slug: town.schema for town in towns}, tmp_path / "front.log")
        wrong = [problem for form in FORMS if (problem := front.wrong(form, speak(port, form.message)))]
    assert len(wrong) > 5
    assert any("'s word in" in problem for problem in wrong)
