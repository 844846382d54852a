"""Addresses of version 1 on a municipality's host, below ``/api/v1/``."""

from django.urls import path

from api.v1.workspace.contact_points.keeping import (
    ContactPointDetail,
    ContactPointException,
    ContactPointExceptions,
    ContactPointHours,
)
from api.v1.workspace.contact_points.views import ContactPointCollection, OfficeHoursCalendar, OfficeHoursCollection
from api.v1.workspace.needs.views import NeedCollection, NeedDecisions, NeedDetail
from api.v1.workspace.results.views import WaveCrossing, WaveResults
from api.v1.workspace.surveys.surveys import SurveyCollection, SurveyDetail, SurveyVersionDetail
from api.v1.workspace.surveys.wave_steps import WaveEnd, WaveRelease, WaveReopening
from api.v1.workspace.surveys.waves import WaveCollection, WaveDetail

urlpatterns = [
    path("contact-points", ContactPointCollection.as_view()),
    path("contact-points/<int:contact_point>", ContactPointDetail.as_view()),
    path("contact-points/<int:contact_point>/office-hours", ContactPointHours.as_view()),
    path("contact-points/<int:contact_point>/exceptions", ContactPointExceptions.as_view()),
    path("contact-points/<int:contact_point>/exceptions/<int:exception>", ContactPointException.as_view()),
    path("office-hours", OfficeHoursCollection.as_view()),
    path("office-hours.ics", OfficeHoursCalendar.as_view()),
    path("surveys", SurveyCollection.as_view()),
    path("surveys/<int:survey>", SurveyDetail.as_view()),
    path("surveys/<int:survey>/versions/<int:number>", SurveyVersionDetail.as_view()),
    path("waves", WaveCollection.as_view()),
    path("waves/<int:wave>", WaveDetail.as_view()),
    path("waves/<int:wave>/release", WaveRelease.as_view()),
    path("waves/<int:wave>/end", WaveEnd.as_view()),
    path("waves/<int:wave>/reopen", WaveReopening.as_view()),
    path("waves/<int:wave>/results", WaveResults.as_view()),
    path("waves/<int:wave>/results/crossing", WaveCrossing.as_view()),
    path("needs", NeedCollection.as_view()),
    path("needs/<int:need>", NeedDetail.as_view()),
    path("needs/<int:need>/decisions", NeedDecisions.as_view()),
]
