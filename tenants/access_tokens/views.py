"""Tokens on screen: the list, a new one that is shown once, refusing one for good, and how long they are valid."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kisi.accounts.requests import actor_of, user_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import requires
from kisi.core.realms import current_municipality
from kisi.tenancy.hosts import address_of
from kisi.ui.forms import answer_form
from kisi.ui.secrets import SecretRow, answer_key_form, ask_before_refusing, show_key_once
from kisi.ui.tables import answer_table
from tenants.access_tokens import actions
from tenants.access_tokens.access import ISSUING
from tenants.access_tokens.forms import TokenForm, TokenSettingsForm
from tenants.access_tokens.listing import TOKENS, scope_labels
from tenants.access_tokens.models import TokenSettings, WorkspaceToken

SHOWN_BEFORE: Final = gettext_lazy(
    "Dieser Zugang ist schon angelegt. Sein Geheimnis wurde nur einmal gezeigt: Kam die Seite nicht bei Ihnen an, "
    "sperren Sie ihn und legen Sie einen neuen an."
)


@requires(ISSUING)
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token, revoked ones included."""
    rows = WorkspaceToken.objects.select_related("issued_by")
    return answer_table(request, "access_tokens/list.html", TOKENS, rows)


@requires(ISSUING)
@never_cache
@counts_once(shown_at=lambda: reverse("access_tokens:tokens"), told=SHOWN_BEFORE)
def new(request: HttpRequest) -> HttpResponse:
    """Issue a token; the answer is the only page that ever shows it."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            token, shown = actions.issue_token(**form.cleaned_data, issuer=user_of(request), by=actor_of(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _shown(request, token, shown)
    lead = _("Das Token wird danach einmal gezeigt.")
    return answer_key_form(request, form, lead=lead, back=reverse("access_tokens:tokens"))


def _shown(request: HttpRequest, token: WorkspaceToken, shown: str) -> HttpResponse:
    rows = [
        SecretRow(_("Token"), shown),
        SecretRow(_("Adresse der Schnittstelle"), f"{address_of(current_municipality().slug)}/api/v1"),
        SecretRow(_("Rechte"), scope_labels(token), is_copied=False),
        SecretRow(_("Gilt bis"), f"{token.expires_on:%d.%m.%Y}", is_copied=False),
    ]
    notice = _("Das Token sehen Sie nur jetzt")
    return show_key_once(request, name=token.name, notice=notice, rows=rows, back=reverse("access_tokens:tokens"))


@requires(ISSUING)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a token, after saying what that means."""
    token = get_object_or_404(WorkspaceToken, pk=pk)
    if request.method != "POST":
        what = _(
            "Der Zugang gilt sofort nicht mehr. Das lässt sich nicht zurücknehmen; Sie können aber einen neuen anlegen."
        )
        back = reverse("access_tokens:tokens")
        return ask_before_refusing(request, name=token.name, scopes=scope_labels(token), what=what, back=back)
    actions.revoke_token(token=token, by=actor_of(request))
    messages.success(request, _("Der Zugang „%(name)s“ ist gesperrt.") % {"name": token.name})
    return redirect("access_tokens:tokens")


@requires(ISSUING)
def token_settings(request: HttpRequest) -> HttpResponse:
    """How long tokens are valid at most."""
    form = TokenSettingsForm(request.POST or None, instance=TokenSettings.current())
    if not form.is_valid():
        return answer_form(request, "access_tokens/settings.html", form)
    actions.change_settings(settings=form.instance, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("access_tokens:tokens")
