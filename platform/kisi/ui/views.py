"""The gallery's views: sample pages without a database."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from kisi.core.access import public
from kisi.ui.forms import answer_form
from kisi.ui.gallery import charts, parts
from kisi.ui.gallery.app_parts import drawn_parts
from kisi.ui.gallery.forms import ContactForm, MeasureForm, SurveyForm
from kisi.ui.gallery.lists import OFFERS, filtered_offers
from kisi.ui.gallery.pages import PAGES, page_tabs, sample_shell
from kisi.ui.languages import language_links, language_named
from kisi.ui.search import answer_search
from kisi.ui.tables import answer_table

ERROR_PAGES = (400, 403, 404, 500, 503)


@public
def gallery(request: HttpRequest, page: str = "arbeitsplatz") -> HttpResponse:
    """One page of the gallery; 404 for a page there is none of."""
    if page not in PAGES:
        raise Http404
    context = {"shell": sample_shell(request), "pages": page_tabs(page), "page_title": PAGES[page]}
    template = f"ui/gallery/{page}.html"
    if page == "formulare":
        return _forms(request, template, context)
    if page == "listen":
        if request.GET.get("leer"):
            return answer_table(request, template, OFFERS, [], None, context)
        filtered = filtered_offers(request)
        return answer_table(request, template, OFFERS, filtered.qs, filtered, context)
    if page == "apps":
        return TemplateResponse(request, template, {**context, "app_parts": drawn_parts(request)})
    return TemplateResponse(request, template, {**context, **_samples(page)})


def _forms(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    form = MeasureForm(request.POST, request.FILES) if request.method == "POST" else MeasureForm()
    return answer_form(request, template, form, {**context, "contact_form": ContactForm(prefix="kontakt")})


def _samples(page: str) -> dict[str, Any]:
    if page == "arbeitsplatz":
        return {
            "contacts": charts.contacts(),
            "needs": charts.needs(),
            "dates": parts.DATES,
            "follow_ups": parts.FOLLOW_UPS,
        }
    if page == "bausteine":
        return {name.lower(): getattr(parts, name) for name in parts.SHOWN} | {"qr": parts.qr()}
    if page == "diagramme":
        return {
            "lines": [charts.contacts(), charts.five_lines()],
            "needs": charts.needs(),
            "measures": charts.measures(),
            "bands": charts.bands(),
            "spark": charts.spark(),
        }
    if page == "landesebene":
        return {"country": charts.country(), "measures": charts.measures(), "bands": charts.bands()[:2]}
    return {"network": charts.network()}


@public
def survey(request: HttpRequest) -> HttpResponse:
    """A participants' page in the language asked for."""
    language = language_named(request.GET.get("sprache", "de"))
    form = SurveyForm(language.code, request.POST if request.method == "POST" else None)
    context = {
        "shell": sample_shell(request),
        "page_language": language,
        "languages": language_links(language.code),
        "texts": form.texts,
    }
    return answer_form(request, "ui/gallery/umfrage.html", form, context)


@public
@public
@require_GET
def long_work(request: HttpRequest, done: int) -> HttpResponse:
    """Long work whose progress asks for its next state until it is done."""
    total = len(parts.JOB_STEPS)
    done = min(done, total)
    context = {
        "shell": sample_shell(request),
        "page_title": "Lange Arbeit",
        "done": done,
        "total": total,
        "text": f"{done} von {total} Schritten",
        "jobs": parts.job_at(done),
        "poll": reverse("ui:gallery-work", args=[done + 1]) if done < total else "",
    }
    is_poll = request.headers.get("HX-Target") == "arbeit"
    return TemplateResponse(request, "ui/gallery/arbeit_stand.html" if is_poll else "ui/gallery/arbeit.html", context)


@public
def gallery_search(request: HttpRequest) -> HttpResponse:
    """The global search over the sample list."""
    return answer_search(request, sample_shell(request))


@public
@require_GET
def error_page(request: HttpRequest, code: int) -> HttpResponse:
    """A plain error page as it looks, with its own status."""
    if code not in ERROR_PAGES:
        raise Http404
    return render(request, f"{code}.html", {"shell": sample_shell(request)}, status=code)
