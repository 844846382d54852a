"""Who may do what – one screen. Whatever is not written here is refused.

Every view says what it needs: ``@requires(Permission.X)``, ``@signed_in`` or ``@public``. A view
that says nothing is refused by the middleware and found by a test. Rights on a single row (somebody's
own draft, a withdrawn account) are predicates in the ``access.py`` of the app that owns the row; a row
of another municipality cannot be found at all and answers 404.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kisi.core.roles import Role

G, C, M, A = Role.GUIDE, Role.COORDINATOR, Role.CONTRIBUTOR, Role.AUDITOR
MIN, AMIF, TPL, OPS = Role.MINISTRY_ANALYST, Role.AMIF_REPORTER, Role.TEMPLATE_EDITOR, Role.OPERATOR


class Permission(StrEnum):
    """Everything that may be allowed, as ``thing.verb``."""

    WORKSPACE_VIEW = "workspace.view"
    PEOPLE_VIEW = "people.view"
    PEOPLE_MANAGE = "people.manage"
    SETTINGS_MANAGE = "settings.manage"
    AUDIT_VIEW = "audit.view"
    PRIVACY_VIEW = "privacy.view"
    CHECKLISTS_KEEP = "checklists.keep"
    LIBRARY_VIEW = "library.view"
    LIBRARY_ADOPT = "library.adopt"
    LIBRARY_EDIT = "library.edit"
    SURVEYS_VIEW = "surveys.view"
    SURVEYS_EDIT = "surveys.edit"
    SURVEYS_ENTER = "surveys.enter"
    RESULTS_VIEW = "results.view"
    RESULTS_PUBLISH = "results.publish"
    NEEDS_VIEW = "needs.view"
    NEEDS_EDIT = "needs.edit"
    BENCHMARKS_VIEW = "benchmarks.view"
    FIGURES_VIEW = "figures.view"
    RELEASES_MANAGE = "releases.manage"
    AMIF_VIEW = "amif.view"
    MUNICIPALITIES_VIEW = "municipalities.view"
    MUNICIPALITIES_MANAGE = "municipalities.manage"
    OPERATION_VIEW = "operation.view"
    OPERATION_MANAGE = "operation.manage"
    MAILBOX_VIEW = "mailbox.view"


GRANTED: Final[dict[Permission, frozenset[Role]]] = {
    # In a municipality and on the public host.           guide  coordination  contributor  auditor | centre
    Permission.WORKSPACE_VIEW: frozenset({G, C, M, A, MIN, AMIF, TPL, OPS}),
    Permission.PEOPLE_VIEW: frozenset({G, C, A, OPS}),
    Permission.PEOPLE_MANAGE: frozenset({C, OPS}),
    Permission.SETTINGS_MANAGE: frozenset({C, OPS}),
    Permission.AUDIT_VIEW: frozenset({C, A, OPS}),
    Permission.PRIVACY_VIEW: frozenset({C, A, MIN, OPS}),
    Permission.LIBRARY_VIEW: frozenset({G, C, M, A, MIN, AMIF, TPL, OPS}),
    # Only in a municipality.
    Permission.CHECKLISTS_KEEP: frozenset({G, C, M}),
    Permission.LIBRARY_ADOPT: frozenset({C, G}),
    Permission.SURVEYS_VIEW: frozenset({G, C, A}),
    Permission.SURVEYS_EDIT: frozenset({G, C}),
    # Typing in paper forms and interviews: volunteers and interpreters help with that.
    Permission.SURVEYS_ENTER: frozenset({G, C, M}),
    Permission.RESULTS_VIEW: frozenset({G, C, A}),
    Permission.RESULTS_PUBLISH: frozenset({C}),
    Permission.NEEDS_VIEW: frozenset({G, C, M, A}),
    Permission.NEEDS_EDIT: frozenset({G, C}),
    Permission.BENCHMARKS_VIEW: frozenset({G, C, A}),
    # Only on the public host.
    Permission.LIBRARY_EDIT: frozenset({TPL}),
    Permission.FIGURES_VIEW: frozenset({MIN, AMIF}),
    Permission.RELEASES_MANAGE: frozenset({MIN}),
    Permission.AMIF_VIEW: frozenset({AMIF}),
    Permission.MUNICIPALITIES_VIEW: frozenset({MIN, AMIF, OPS}),
    Permission.MUNICIPALITIES_MANAGE: frozenset({OPS}),
    Permission.OPERATION_VIEW: frozenset({OPS}),
    Permission.OPERATION_MANAGE: frozenset({OPS}),
    Permission.MAILBOX_VIEW: frozenset({OPS}),
}


def allowed(user: Any, permission: Permission | str) -> bool:
    """Whether this user may; False for nobody, for deactivated accounts, unknown roles and unknown permissions."""
    if not getattr(user, "is_authenticated", False) or not getattr(user, "is_active", False):
        return False
    granted: frozenset[str] = GRANTED.get(permission, frozenset())  # type: ignore[arg-type]
    return getattr(user, "role", None) in granted


@dataclass(frozen=True, slots=True)
class Decision:
    """What a view needs. ``changing`` counts for unsafe methods; without it ``needed`` counts for all.

    ``for_strangers`` is a page shown at the same address to those who are not signed in. ``is_use`` is False for
    what an open page asks for again and again by itself: that is no sign of a person.
    """

    needed: Permission | None = None
    changing: Permission | None = None
    is_public: bool = False
    needs_second_factor: bool = True
    for_strangers: Callable[..., Any] | None = None
    is_use: bool = True

    def permission_for(self, method: str) -> Permission | None:
        """The permission this request needs; None: to be signed in is enough."""
        if self.changing is not None and method not in {"GET", "HEAD", "OPTIONS"}:
            return self.changing
        return self.needed


PUBLIC: Final = Decision(is_public=True)
SIGNED_IN: Final = Decision()
SETTING_UP: Final = Decision(needs_second_factor=False)
ATTRIBUTE: Final = "kisi_access"


def requires[View: Callable[..., Any]](
    permission: Permission,
    *,
    to_change: Permission | None = None,
    for_strangers: Callable[..., Any] | None = None,
    is_use: bool = True,
) -> Callable[[View], View]:
    """Declare what a view needs, what more to change something, what strangers see instead; see ``Decision``."""
    return declare_access(Decision(needed=permission, changing=to_change, for_strangers=for_strangers, is_use=is_use))


def declare_access[View: Callable[..., Any]](decision: Decision) -> Callable[[View], View]:
    """Put a decision on a view function or class."""

    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, decision)
        return view

    return declare


def public[View: Callable[..., Any]](view: View) -> View:
    """Anybody may call this view: it shows nothing personal, or it checks a key of its own (sign-in, API token)."""
    return declare_access(PUBLIC)(view)


def signed_in[View: Callable[..., Any]](view: View) -> View:
    """Everybody who is signed in may call this view: it is about themselves."""
    return declare_access(SIGNED_IN)(view)


def decision_of(view: Callable[..., Any]) -> Decision | None:
    """What a view declares: on the function, or on the class behind it (Django's and DRF's)."""
    candidates = (view, getattr(view, "view_class", None), getattr(view, "cls", None))
    found = (getattr(candidate, ATTRIBUTE, None) for candidate in candidates)
    return next((decision for decision in found if isinstance(decision, Decision)), None)
