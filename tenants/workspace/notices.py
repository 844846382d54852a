"""Kinds of notices this app sends."""

from django.utils.translation import gettext_lazy as _

from kisi.notifications.vocabulary import Channel, NoticeKind, declare_kinds

declare_kinds(
    NoticeKind("workspace.checklist_ready", _("Eine Checkliste liegt bereit"), "checklist"),
    NoticeKind("workspace.handed_over", _("Offene Arbeit wird mir übergeben"), "handshake", default=Channel.MAIL),
)
