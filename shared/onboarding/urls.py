"""Addresses of coming on board and leaving, on the public host."""

from django.urls import path

from shared.onboarding.views import jobs, towns

app_name = "onboarding"

urlpatterns = [
    path("kommunen/aufnehmen/", towns.choose, name="choose"),
    path("kommunen/aufnehmen/<str:ags>/", towns.onboard, name="onboard"),
    path("kommunen/<int:pk>/", towns.town, name="town"),
    path("kommunen/<int:pk>/einladung/", towns.repeat, name="repeat_invitation"),
    path("kommunen/<int:pk>/verabschieden/", jobs.offboard, name="offboard"),
    path("aufnahmen/", jobs.jobs, name="jobs"),
    path("aufnahmen/<uuid:pk>/", jobs.onboarding, name="onboarding"),
    path("aufnahmen/<uuid:pk>/stand/", jobs.onboarding_progress, name="onboarding_progress"),
    path("aufnahmen/<uuid:pk>/wiederholen/", jobs.retry, name="retry"),
    path("verabschiedungen/<uuid:pk>/", jobs.offboarding, name="offboarding"),
    path("verabschiedungen/<uuid:pk>/stand/", jobs.offboarding_progress, name="offboarding_progress"),
    path("verabschiedungen/<uuid:pk>/wiederholen/", jobs.retry_leaving, name="retry_leaving"),
    path("verabschiedungen/<uuid:pk>/zuruecknehmen/", jobs.cancel, name="cancel"),
]
