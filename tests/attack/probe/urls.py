"""The probe's addresses, the same on every host."""

from django.urls import URLPattern, path

from kisi.core.access import public
from tests.attack.probe import views

urlpatterns: list[URLPattern] = [
    path("where", public(views.where)),
    path("write/<str:note>", public(views.write)),
    path("turmoil/<str:note>/<str:kind>", public(views.turmoil)),
    path("stream/<int:chunks>", public(views.stream)),
    path("on-commit/<str:note>", public(views.on_commit)),
    path("together", public(views.together)),
    path("remember/<str:key>", public(views.remember)),
]
