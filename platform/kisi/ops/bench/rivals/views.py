"""What a measured request does; the same for every entrant."""

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kisi.ops.bench.filler import LABEL


def row(_request: HttpRequest, number: int) -> HttpResponse:
    """One indexed query through the ORM."""
    return HttpResponse(apps.get_model(LABEL, "Record01").objects.get(pk=number).title)


def everything(_request: HttpRequest) -> HttpResponse:
    """Ask every table of the municipality, as a visit to all its pages does."""
    town_apps = getattr(settings, "KISI_BENCH_TOWN_APPS", ())
    found = 0
    for model in apps.get_models():
        if apps.get_app_config(model._meta.app_label).name in town_apps:
            found += len(model._default_manager.all()[:1])
    return HttpResponse(str(found))
