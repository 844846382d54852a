"""Light or dark: a person's choice lives in a cookie, the server writes it into the page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kisi.core.access import public

COOKIE = "kisi_theme"
THEMES = ("light", "dark")
ONE_YEAR = 365 * 24 * 3600


def chosen_theme(request: HttpRequest) -> str:
    """`light`, `dark`, or "" where the system's setting counts (also for any foreign cookie value)."""
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in THEMES else ""


@public
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Stores the choice and goes back to the page it was made on (same host only)."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=ONE_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
