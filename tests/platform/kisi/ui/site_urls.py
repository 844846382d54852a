"""The gallery's addresses at the root, and pages with planted faults for the checks of the checks."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def planted(request: HttpRequest, fault: str) -> HttpResponse:
    """A page with one fault that a check must find."""
    bodies = {
        "axe": '<img src="/static/kisi/icon.svg"><a href="#x"></a>',
        "csp": '<p style="color:red">x</p><script>window.ran = true</script>',
        "wide": "<pre>" + "breit" * 200 + "</pre>",
        "elsewhere": '<img alt="" src="http://localhost:9/bild.png">',
    }
    return HttpResponse(f"<!doctype html><html lang='de'><title>x</title><main><h1>x</h1>{bodies[fault]}</main></html>")


urlpatterns = [path("fehler/<str:fault>/", planted), path("", include("kisi.ui.urls"))]
