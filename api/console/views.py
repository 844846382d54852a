"""Machine accounts: the list, a new one whose secret is shown once, and refusing one for good."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from api.clients import create_client, revoke_client
from api.console.forms import ClientForm
from api.console.listing import CLIENTS, scope_labels
from api.models import Client
from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, allowed, requires
from kisi.ui.secrets import SecretRow, answer_key_form, ask_before_refusing, show_key_once
from kisi.ui.tables import answer_table

SHOWN_BEFORE: Final = gettext_lazy(
    "Dieser Zugang ist schon angelegt. Sein Geheimnis wurde nur einmal gezeigt: Kam die Seite nicht bei Ihnen an, "
    "sperren Sie ihn und legen Sie einen neuen an."
)


@requires(Permission.OPERATION_VIEW)
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """Every account, revoked ones included."""
    context = {"may_manage": allowed(request.user, Permission.OPERATION_MANAGE)}
    return answer_table(request, "api/console/list.html", CLIENTS, Client.objects.all(), context=context)


@requires(Permission.OPERATION_MANAGE)
@never_cache
@counts_once(shown_at=lambda: reverse("clients:clients"), told=SHOWN_BEFORE)
def new(request: HttpRequest) -> HttpResponse:
    """Make an account; the answer is the only page that ever shows its secret."""
    form = ClientForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        lead = _("Das Geheimnis wird danach einmal gezeigt.")
        return answer_key_form(request, form, lead=lead, back=reverse("clients:clients"))
    name = form.cleaned_data["name"]
    client_id, secret = create_client(name, form.cleaned_data["scopes"], by=actor_of(request))
    rows = [
        SecretRow(_("Client-ID"), client_id),
        SecretRow(_("Geheimnis"), secret),
        SecretRow(_("Adresse für Token"), f"{settings.KISI_BASE_URL}/api/oauth/token"),
    ]
    notice = _("Das Geheimnis sehen Sie nur jetzt")
    return show_key_once(request, name=name, notice=notice, rows=rows, back=reverse("clients:clients"))


@requires(Permission.OPERATION_MANAGE)
def revoke(request: HttpRequest, client_id: str) -> HttpResponse:
    """Refuse an account and all its tokens, after saying what that means."""
    client = get_object_or_404(Client, client_id=client_id)
    if request.method != "POST":
        what = _(
            "Der Zugang und alle Token, die er hat, gelten sofort nicht mehr. Das lässt sich nicht zurücknehmen; Sie"
            " können aber einen neuen Zugang anlegen."
        )
        return ask_before_refusing(
            request,
            name=client.name,
            lead=client.client_id,
            scopes=scope_labels(client),
            what=what,
            back=reverse("clients:clients"),
        )
    revoke_client(client.client_id, by=actor_of(request))
    messages.success(request, _("Der Zugang „%(name)s“ ist gesperrt.") % {"name": client.name})
    return redirect("clients:clients")
