"""Addresses of accounts, the same on every host."""

from django.urls import path

from kisi.accounts.views import invitations

app_name = "accounts"

urlpatterns = [
    path("einladung/<str:token>/", invitations.accept, name="accept_invitation"),
]
