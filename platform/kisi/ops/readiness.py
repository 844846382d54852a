"""Has everything come up? And how the outside is told: `ready.json`, the ready line, the sign-ins."""

import http.client
import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.table import Table

from kisi.ops.console import result_console, whole
from kisi.ops.data_directory import DataDirectory
from kisi.ops.exit_codes import CommandError
from kisi.ops.servers.launcher import write_private

SHOWN_WORKSPACES = 5


def probe(port: int, host: str) -> tuple[int, str]:
    """Status and body of `GET /readyz` on this machine; status 0 and the reason if nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        response = connection.getresponse()
        return response.status, response.read(4096).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()


def wait_until_ready(port: int, host: str, *, given_up: Callable[[], str | None], seconds: float = 120) -> None:
    """Wait for `/readyz` to answer 200.

    `given_up` says which program will not come up any more. Raises CommandError with the last answer.
    """
    deadline = time.monotonic() + seconds
    while (answer := probe(port, host))[0] != 200:
        failed = given_up()
        if failed or time.monotonic() > deadline:
            cause = failed or f"keine Bereitschaft nach {seconds:.0f} Sekunden"
            raise CommandError(f"Die Plattform ist nicht bereit: {cause}. Letzte Antwort: {answer[0]} {answer[1]}")
        time.sleep(0.1)


def announce(data: DataDirectory, base_url: str, access: Mapping[str, Any] | None) -> None:
    """Write `ready.json` (demo only, mode 0600) and print the ready line and the table."""
    if access is not None:
        content = {
            "base_url": base_url,
            "api_url": f"{base_url}/api/v1",
            "token_url": f"{base_url}/api/oauth/token",
            **access,
        }
        write_private(data.ready_file, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    print(f"KISI ready: {base_url}", flush=True)
    if access is not None:
        _print_access(data, base_url, access)


def _print_access(data: DataDirectory, base_url: str, access: Mapping[str, Any]) -> None:
    console = result_console()
    table = Table(*whole("Wer", "Adresse", "E-Mail-Adresse", "Passwort"), title="Demo-Zugänge", title_justify="left")
    for who, url, sign_in in _sign_ins(access):
        table.add_row(who, url, sign_in["email"], sign_in["password"])
    console.print(table)
    more = len(access.get("workspaces", [])) - SHOWN_WORKSPACES
    if more > 0:
        console.print(f"{more} weitere Kommunen stehen in {data.ready_file}", soft_wrap=True)
    if integrator := access.get("integrator"):
        console.print(f"API: {base_url}/api/v1/docs  Client: {integrator['client_id']}", soft_wrap=True)


def _sign_ins(access: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Who signs in where and how: the public host's people, then those of the first municipalities."""
    for key, label in (("operator", "Betrieb"), ("ministry", "Ministerium")):
        if sign_in := access.get(key):
            yield label, sign_in["url"], sign_in
    for town in access.get("workspaces", [])[:SHOWN_WORKSPACES]:
        for key, label in (("coordinator", "Koordination"), ("guide", "Integrationsguide")):
            if sign_in := town.get(key):
                yield f"{town['slug']}: {label}", town["url"], sign_in
