"""Addresses of the demo's mailbox, on the public host."""

from django.urls import path

from kisi.mail import views

app_name = "mail"

urlpatterns = [
    path("postfach/", views.mailbox, name="mailbox"),
    path("postfach/<int:pk>/", views.message, name="message"),
    path("postfach/<int:pk>/html/", views.html, name="html"),
]
