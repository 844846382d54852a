"""Speaking to the API as an integrator's program does."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client

from api.clients import create_client
from kisi.core.realms import CENTRAL, PROVISIONING, MunicipalityRef, inside
from kisi.tenancy.directory import forget_directory
from shared.onboarding.runner import carry_on
from shared.onboarding.steps import OFFBOARDING, ONBOARDING

BENSHEIM, BUTZBACH, SCHWALBACH, OBERZENT = "06431002", "06440005", "06436011", "06437016"
EVERYTHING = ("municipalities:write", "municipalities:read", "metrics:read")


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)

    @property
    def codes(self) -> dict[str, str]:
        """Of a problem: pointer → code."""
        return {error["pointer"]: error["code"] for error in self.json["errors"]}


@dataclass
class Caller:
    """One program with its token (none: a stranger)."""

    token: str = ""
    host: str = field(default_factory=lambda: settings.KISI_BASE_DOMAIN)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a request; ``idempotency_key="…"`` becomes ``Idempotency-Key``. Bytes are sent as they are."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            named.setdefault("authorization", f"Bearer {self.token}")
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        content_type = named.pop("content-type", "application/json" if content else "")
        client = Client(headers={"host": self.host}, raise_request_exception=False)
        response = client.generic(method, path, content, content_type=content_type, headers=named, secure=True)
        return Answer(response.status_code, dict(response.headers), response.content.decode())

    def onboard(self, ags: str, key: str | None = None, **more: Any) -> Answer:
        """Ask for a municipality to be brought on board."""
        return self("POST", "/api/v1/municipalities", wish(ags, **more), idempotency_key=key or str(uuid.uuid4()))

    def at(self, municipality: MunicipalityRef) -> Caller:
        """The same token on a municipality's host."""
        return Caller(self.token, f"{municipality.slug}.{settings.KISI_BASE_DOMAIN}")


def wish(ags: str, **more: Any) -> dict[str, Any]:
    """A body that is right in every part."""
    return {"ags": ags, "coordinator": {"email": "koordination@stadt.example", "name": "Kim Beispiel"}, **more}


def work_on(answer: Answer) -> None:
    """Do what the provisioning worker does with the job that this answer names under Location."""
    _, _, kind, number = answer.headers["Location"].rsplit("/", 3)
    with inside(PROVISIONING):
        carry_on(ONBOARDING if kind == "onboardings" else OFFBOARDING, UUID(number))
    forget_directory()


def ask_for_token(client_id: str, secret: str, **form: str) -> Answer:
    """Ask the token endpoint as CONTRACT.md says."""
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    fields = {"grant_type": "client_credentials", **form}
    content = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    return Caller()(
        "POST",
        "/api/oauth/token",
        content,
        authorization=f"Basic {basic}",
        content_type="application/x-www-form-urlencoded",
    )


def new_caller(*scopes: str, name: str = "Fachverfahren") -> Caller:
    """A program whose client has these scopes, with a token from the token endpoint."""
    with inside(CENTRAL):
        client_id, secret = create_client(name, scopes or EVERYTHING)
    answer = ask_for_token(client_id, secret)
    assert answer.status == 200, answer.text
    return Caller(answer.json["access_token"])
