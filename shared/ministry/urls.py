"""Addresses of this app on the public host."""

from django.urls import path

from shared.ministry import views

app_name = "ministry"

urlpatterns = [
    path("hessen/", views.overview, name="overview"),
    path("hessen/kennzahlen/<str:key>/", views.metric_page, name="metric"),
    path("hessen/handlungsfelder/<slug:topic>/", views.topic_page, name="topic"),
    path("hessen/perspektiven/<slug:perspective>/", views.perspective_page, name="perspective"),
    path("hessen/amif/", views.amif, name="amif"),
    path("hessen/staende/", views.release_list, name="releases"),
    path("hessen/staende/neu/", views.new_release, name="new_release"),
    path("hessen/staende/auftraege/<uuid:run>/", views.release_job, name="release_job"),
    path("hessen/staende/<int:pk>/", views.release, name="release"),
    path("hessen/staende/<int:pk>/zahlen/", views.figures, name="figures"),
    path("hessen/staende/<int:pk>/bericht.pdf", views.report, name="report"),
]
