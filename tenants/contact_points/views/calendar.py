"""Answers that others may keep for a while: the calendar of the office hours."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from kisi.core.realms import current_municipality
from tenants.contact_points.ics import MEDIA_TYPE, office_hours_calendar
from tenants.contact_points.queries import visible_contact_points


def calendar_answer(request: HttpRequest) -> HttpResponse:
    """The calendar of all visible contact points, with its entity tag."""
    name = _("Sprechzeiten %(town)s") % {"town": current_municipality().name}
    content = office_hours_calendar(visible_contact_points(), name=name, host=request.get_host().partition(":")[0])
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="sprechzeiten.ics"'
    response["Access-Control-Allow-Origin"] = "*"
    return kept_for_a_while(request, response, quote_etag(hashlib.sha256(content).hexdigest()[:32]))


def kept_for_a_while(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """The answer with its entity tag and the time others may keep it; 304 where the caller has it already."""
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=settings.KISI_PUBLIC_CACHE_SECONDS)
    answer: HttpResponse = get_conditional_response(request, etag=etag, response=response) or response
    return answer
