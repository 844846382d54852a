"""The public page's settings: facts, logo, texts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from kisi.ui.languages import PARTICIPANT_LANGUAGES, language_named
from tenants.site import actions
from tenants.site.forms import LogoForm, SiteSettingsForm, TextForm
from tenants.site.models import SiteSettings, SiteText
from tenants.site.queries import logo_and_open_feedback, logo_seen, newest_version
from tenants.site.texts import default_text, german_texts
from tenants.site.vocabulary import TextKind
from tenants.site.words import all_words


@requires(Permission.SETTINGS_MANAGE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything about the public page on one screen."""
    site = SiteSettings.current()
    texts = german_texts(TextKind, site=site)
    logo, open_feedback = logo_and_open_feedback()
    context = {
        "texts": [(kind, texts[kind]) for kind in TextKind],
        "logo": logo,
        "site": site,
        "translations": all_words(),
        "open_feedback": open_feedback,
    }
    return render(request, "site/settings/overview.html", context)


@requires(Permission.SETTINGS_MANAGE)
def facts(request: HttpRequest) -> HttpResponse:
    """Who is behind the page, whom to ask, how accessible it is."""
    form = SiteSettingsForm(request.POST or None, instance=SiteSettings.current())
    if not form.is_valid():
        return answer_form(request, "site/settings/facts.html", form)
    actions.change_settings(settings=form.instance, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("site:settings")


@requires(Permission.SETTINGS_MANAGE)
def text(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Write one text in one language; every change is a new version."""
    if kind not in TextKind.values or language != language_named(language).code:
        raise Http404
    newest = newest_version(kind, language)
    form = TextForm(request.POST or None, initial={"body": newest.body if newest else ""})
    if form.is_valid():
        body = form.cleaned_data["body"]
        written = actions.write_text(kind=kind, language=language, body=body, by=actor_of(request))
        messages.success(request, _("Gespeichert.") if written else _("Es war nichts zu ändern."))
        return redirect("site:text", kind, language)
    context = {
        "kind": TextKind(kind),
        "default": default_text(kind),
        "language": language_named(language),
        "languages_to_write": PARTICIPANT_LANGUAGES,
        "versions": SiteText.objects.filter(kind=kind, language=language).order_by("-pk")[:20],
    }
    return answer_form(request, "site/settings/text.html", form, context)


@requires(Permission.SETTINGS_MANAGE)
def logo_settings(request: HttpRequest) -> HttpResponse:
    """Upload a logo."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LogoForm(*sent)
    if not form.is_bound or not form.is_valid():
        return answer_form(request, "site/settings/logo.html", form, {"logo": logo_seen()})
    actions.set_logo(picture=form.cleaned_data["logo"], by=actor_of(request))
    messages.success(request, _("Das Logo steht jetzt auf allen öffentlichen Seiten."))
    return redirect("site:settings")


@requires(Permission.SETTINGS_MANAGE)
@require_POST
def remove_logo(request: HttpRequest) -> HttpResponse:
    """Take the logo off."""
    actions.remove_logo(by=actor_of(request))
    messages.success(request, _("Das Logo ist entfernt."))
    return redirect("site:settings")
