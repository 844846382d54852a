"""Issuing, revoking and judging tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from kisi.audit.models import Entry
from kisi.core.access import GRANTED
from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from tenants.access_tokens import actions
from tenants.access_tokens.access import NEEDED, granted
from tenants.access_tokens.models import KeptAnswer, TokenSettings, WorkspaceToken
from tenants.access_tokens.queries import latest_expiry, usable_token
from tenants.access_tokens.vocabulary import TokenScope
from tests.accounts import person

READ = TokenScope.READ_SURVEYS


def issued(town: MunicipalityRef, *scopes: str, role: Role = Role.COORDINATOR) -> tuple[WorkspaceToken, str]:
    """A token of somebody with this role, valid as long as possible."""
    issuer = person(town, role)
    return actions.issue_token(
        name="Auswertung", scopes=scopes or [READ], expires_on=latest_expiry(), issuer=issuer, by=issuer.actor
    )


def test_it_is_kept_as_a_hash_only_and_stands_in_the_trail(in_bensheim: MunicipalityRef) -> None:
    """No column holds what is shown; issuing and revoking are recorded once, with the one who did it."""
    token, shown = issued(in_bensheim)
    row = str(WorkspaceToken.objects.values().get())
    assert shown.startswith("kisi_")
    assert shown not in row
    assert shown.removeprefix("kisi_") not in row
    for _twice in range(2):
        actions.revoke_token(token=token, by=person(in_bensheim, Role.COORDINATOR).actor)
    trail = Entry.objects.filter(event__startswith="access_tokens.").order_by("sequence")
    assert [(one.event, one.subject, one.actor_label) for one in trail] == [
        ("access_tokens.issued", f"access_tokens.token:{token.pk}", "Marta Klein"),
        ("access_tokens.revoked", f"access_tokens.token:{token.pk}", "Marta Klein"),
    ]
    assert shown not in str(list(trail.values()))


def test_when_it_is_usable(in_bensheim: MunicipalityRef) -> None:
    """Until its last day, not revoked, by somebody active who may still issue tokens."""
    token, shown = issued(in_bensheim)
    assert usable_token(shown) == token
    assert usable_token(shown + "x") is None
    assert usable_token("") is None
    with time_machine.travel(timezone.now() + timedelta(days=365)):
        assert usable_token(shown) == token
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert usable_token(shown) is None
    issuer = token.issued_by
    for change, back in (({"is_active": False}, {"is_active": True}), ({"role": Role.GUIDE}, {"role": issuer.role})):
        type(issuer).objects.filter(pk=issuer.pk).update(**change)
        assert usable_token(shown) is None, change
        type(issuer).objects.filter(pk=issuer.pk).update(**back)
        assert usable_token(shown) == token
    actions.revoke_token(token=token, by=issuer.actor)
    assert usable_token(shown) is None


def test_a_scope_counts_as_far_as_the_role_goes(in_bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch) -> None:
    """A permission that coordinators lose is lost to their tokens."""
    token, _shown = issued(in_bensheim, *TokenScope.values)
    assert granted(token) == set(TokenScope.values)
    assert set(NEEDED) == set(TokenScope)
    monkeypatch.setitem(GRANTED, NEEDED[READ], frozenset({Role.GUIDE}))
    assert READ not in granted(token)


@pytest.mark.parametrize("scopes", [[], ["surveys:king"], ["surveys:read", ""]])
def test_scopes_are_known_ones(in_bensheim: MunicipalityRef, scopes: list[str]) -> None:
    """Nothing is issued otherwise."""
    issuer = person(in_bensheim, Role.COORDINATOR)
    with pytest.raises(ValidationError, match="Rechte"):
        actions.issue_token(name="X", scopes=scopes, expires_on=timezone.localdate(), issuer=issuer, by=issuer.actor)
    assert not WorkspaceToken.objects.exists()


def test_the_longest_period_is_data(in_bensheim: MunicipalityRef) -> None:
    """A year, or what the town says; not into the past and not beyond."""
    issuer = person(in_bensheim, Role.COORDINATOR)
    today = timezone.localdate()
    assert latest_expiry() == today + timedelta(days=365)
    actions.change_settings(settings=TokenSettings(longest_days=30), by=issuer.actor)
    assert latest_expiry() == today + timedelta(days=30)
    assert Entry.objects.get(event="access_tokens.settings_changed").details == {"longest_days": [365, 30]}
    for day in (today - timedelta(days=1), today + timedelta(days=31)):
        with pytest.raises(ValidationError, match="Möglich ist"):
            actions.issue_token(name="X", scopes=[READ], expires_on=day, issuer=issuer, by=issuer.actor)
    with pytest.raises(ValidationError):
        actions.change_settings(settings=TokenSettings(longest_days=0), by=issuer.actor)


def test_use_is_noted(in_bensheim: MunicipalityRef) -> None:
    """Only the day."""
    token, shown = issued(in_bensheim)
    actions.note_use(token)
    used = usable_token(shown)
    assert used is not None
    assert used.last_used_on == timezone.localdate()


def test_old_answers_are_forgotten(in_bensheim: MunicipalityRef) -> None:
    """After the period of the platform; those of today stay."""
    token, _shown = issued(in_bensheim)
    for key in ("old", "new"):
        KeptAnswer.objects.create(token=token, key=key, method="POST", path="/", fingerprint="x")
    KeptAnswer.objects.filter(key="old").update(created_at=timezone.now() - timedelta(hours=49))
    assert actions.forget_old_answers() == 1
    assert KeptAnswer.objects.get().key == "new"
