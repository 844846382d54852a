"""The probe's addresses, the same on every host."""

from django.urls import URLPattern, path

from tests.attack.probe import views

urlpatterns: list[URLPattern] = [
    path("where", views.where),
    path("write/<str:note>", views.write),
    path("turmoil/<str:note>/<str:kind>", views.turmoil),
    path("stream/<int:chunks>", views.stream),
    path("on-commit/<str:note>", views.on_commit),
    path("together", views.together),
    path("remember/<str:key>", views.remember),
]
