"""Addresses of version 1 on the public host."""

from django.urls import path

from api.v1.metrics.views import MetricCollection
from api.v1.municipalities.views import MunicipalityCollection, MunicipalityDetail
from api.v1.offboardings.views import OffboardingCancellation, OffboardingDetail, OffboardingRetry, OffboardingStart
from api.v1.onboardings.views import OnboardingDetail, OnboardingRetry
from api.v1.releases.views import FigureCollection, ReleaseCollection, ReleaseDetail
from api.v1.templates.views import TemplateCollection, TemplateVersionDetail

urlpatterns = [
    path("municipalities", MunicipalityCollection.as_view()),
    path("municipalities/<str:ags>", MunicipalityDetail.as_view()),
    path("onboardings/<uuid:id>", OnboardingDetail.as_view()),
    path("onboardings/<uuid:id>/retry", OnboardingRetry.as_view()),
    path("municipalities/<str:ags>/offboarding", OffboardingStart.as_view()),
    path("offboardings/<uuid:id>", OffboardingDetail.as_view()),
    path("offboardings/<uuid:id>/retry", OffboardingRetry.as_view()),
    path("offboardings/<uuid:id>/cancel", OffboardingCancellation.as_view()),
    path("metrics", MetricCollection.as_view()),
    path("releases", ReleaseCollection.as_view()),
    path("releases/<int:id>", ReleaseDetail.as_view()),
    path("releases/<int:id>/figures", FigureCollection.as_view()),
    path("templates", TemplateCollection.as_view()),
    path("templates/<slug:key>/versions/<int:number>", TemplateVersionDetail.as_view()),
]
