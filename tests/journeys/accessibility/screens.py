"""Which addresses a role may open, made from the URL configurations and the access table.

A new screen is crawled by itself. One whose parameters nothing fills fails the crawl until ``town.py`` or
``centre.py`` make what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver

from kisi.core.roles import MUNICIPAL_ROLES, Role
from tests.journeys.accessibility.town import Values
from tests.platform.kisi.accounts.access_table import CENTRE, EVERYBODY
from tests.platform.kisi.accounts.test_access import HOSTS, OWN_RULES

NO_PAGES: Final = {
    # These only change something and lead on.
    "accounts:end_other_sessions", "accounts:end_session", "accounts:reactivate", "accounts:invite_again",
    "accounts:remove_factors", "accounts:remove_municipal_sign_in", "accounts:renew_invitation",
    "accounts:withdraw_invitation", "adoptions:adopt", "audit:check", "contact_points:remove_exception",
    "contact_points:restore", "contact_points:restore_exception", "instruments:archive", "instruments:begin",
    "instruments:change_conditions", "instruments:do", "instruments:remove_language",
    "instruments:restore", "instruments:review", "instruments:undo", "library:begin",
    "library:recall", "library:submit", "metrics:make_release", "needs:remove_evidence", "needs:restore",
    "needs:restore_evidence", "needs:separate", "notifications:all_read", "notifications:read",
    "onboarding:cancel", "onboarding:repeat_invitation", "onboarding:retry", "onboarding:retry_leaving",
    "operation:run_check", "participation:tablet_sheets", "participation:take_back", "results:read",
    "results:remove_figures",
    "results:restore_code", "results:retire_code", "site:remove_logo", "ui:theme", "workspace:settle_entry",
    "workspace:start_checklist",
    # These lead on.
    "notifications:open", "participation:sheet", "surveys:return", "workspace:show_checklist",
    # These lead to another server; where none is set up there is nothing.
    "openid_connect_callback", "openid_connect_login",
    # Files and what scripts ask for.
    "instrument_schema", "instruments:json", "instruments:xlsform", "library:file", "library:xlsform",
    "mfa_login_webauthn", "ministry:report", "needs:report_file", "participation:preview_paper",
    "privacy:own_data_file", "privacy:register_file",
    "participation:tablet_script", "results:report",
    "results:report_word", "site:logo", "site:office_hours_ics", "surveys:qr",
    # Parts of a page, looked at where they are put in.
    "metrics:progress", "onboarding:offboarding_progress", "onboarding:onboarding_progress",
    # Foreign HTML, shown in a frame without rights.
    "mail:html",
}  # fmt: skip
"""Addresses that are no page; ``test_no_page_is_left_out`` asks each of them."""
GALLERY: Final = "ui:gallery"
"""Sample data in every state: ``tests/platform/kisi/ui/test_accessibility.py``."""
STATES: Final = {
    "second factor": {
        "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_generate_recovery_codes",
        "mfa_list_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    },
    "second step": {"mfa_authenticate"},
    "ended session": {"accounts:unsent"},
    "forgotten password": {"accounts:reset_password"},
    "filling in": {"participation:page"},
    "tablet": {"participation:tablet", "participation:tablet_sheet"},
}  # fmt: skip
"""Pages that only somebody in a certain state finds; each state has a walk of its own."""
QUERIES: Final[dict[str, tuple[str, ...]]] = {
    "adoptions:version": ("", "?sprache=ar"),
    "benchmarks:comparison": ("?gruppe=all",),
    "instruments:conditions": ("", "?frage=local_wege"),
    "instruments:new_question": ("?gruppe=eigene_fragen&art=multi", "?gruppe=eigene_fragen&art=scale"),
    "instruments:preview": ("?sprache=de", "?sprache=ar&breite=telefon"),
    "instruments:translation": ("?nur=luecken", "?seite=rahmen"),
    "ministry:overview": (
        "", "?ebene=district", "?zahl=surveys.need_seen:perspective%3Dresidents%7Ctopic%3Dwork",
    ),
    "needs:add": ("", "?handlungsfeld=housing&perspektive=residents"),
    "notifications:list": ("", "?zeigen=alle"),
    "onboarding:choose": ("", "?q=ober"),
    "participation:assist": ("", "?language=ar"),
    "results:counts": ("", "?gewichtet=1"),
    "results:crossing": ("", "?frage=need_housing&nach=age_bracket"),
    "results:timeline": ("", "?perspektive=residents&frage=barriers"),
    "results:wave": ("", "?gewichtet=1"),
    "ui:search": ("", "?q=sprech"),
}  # fmt: skip
"""What is asked for beside the address, where a page shows more then."""
STATUS: Final = {"account_inactive": 403}
_PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Screen:
    """An address of one host: ``name`` as reversed, ``route`` with its parameters."""

    name: str
    route: str
    view: Any

    @property
    def status(self) -> int:
        """What it answers when all is well."""
        return STATUS.get(self.name, 200)

    def addresses(self, values: Values) -> list[str]:
        """Where it can be opened. Raises ``LookupError`` for a parameter that nothing fills."""
        app = self.name.partition(":")[0]
        known = values.get(app, {}) | values.get(self.name, {})
        missing = [name for name in _PARAMETER.findall(self.route) if name not in known]
        if missing:
            raise LookupError(f"{self.name} (/{self.route}): nothing fills {', '.join(missing)}")
        path = "/" + _PARAMETER.sub(lambda found: str(known[found[1]]), self.route)
        return [path + query for query in QUERIES.get(self.name, ("",))]


def named_addresses(urlconf: str) -> list[Screen]:
    """Every address with a name of one host; the first of those that share a route, as a request finds it."""
    found: dict[str, Screen] = {}
    for screen in _walk(get_resolver(urlconf).url_patterns):
        if not screen.route.startswith(OWN_RULES):
            found.setdefault(screen.route, screen)
    return list(found.values())


def _walk(patterns: list[Any], route: str = "", prefix: str = "") -> Iterator[Screen]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, here, inner)
        elif isinstance(pattern, URLPattern):
            yield Screen(prefix + (pattern.name or "?"), here, pattern.callback)


def pages_for(urlconf: str, role: Role | None) -> list[Screen]:
    """Every page this role (None: somebody who is not signed in) may open, the start page first.

    Open pages belong to those who are not signed in, except the start page, which is another one for staff.
    """
    elsewhere = NO_PAGES.union(*STATES.values())
    return [
        screen
        for screen in named_addresses(urlconf)
        if screen.name not in elsewhere and not screen.name.startswith(GALLERY) and _may_open(urlconf, screen, role)
    ]


def pages_in(state: str, urlconf: str) -> list[Screen]:
    """The pages of one state."""
    return [screen for screen in named_addresses(urlconf) if screen.name in STATES[state]]


def no_pages(urlconf: str) -> list[tuple[Screen, Role | None]]:
    """The addresses that are said to be no page, each with somebody who may open it, by role."""
    here = MUNICIPAL_ROLES if urlconf == "kisi.urls_tenant" else CENTRE
    left_out = [screen for screen in named_addresses(urlconf) if screen.name in NO_PAGES]
    found = [(screen, _somebody(HOSTS[urlconf][screen.route], here)) for screen in left_out]
    return sorted(found, key=lambda pair: pair[1] or "")


def _somebody(allowed: Any, here: frozenset[Role]) -> Role | None:
    return None if allowed == EVERYBODY else min(allowed & here)


def _may_open(urlconf: str, screen: Screen, role: Role | None) -> bool:
    allowed = HOSTS[urlconf][screen.route]
    if allowed == EVERYBODY:
        return role is None or screen.route == ""
    return role is not None and role in allowed
