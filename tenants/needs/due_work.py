"""Needs to look at again."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.due_work import DueWork, declare_due_work
from tenants.needs.queries import due_reviews

declare_due_work(
    DueWork(
        key="needs.reviews",
        label=_("Bedarf überprüfen"),
        icon="flag",
        items=due_reviews,
        permission=Permission.NEEDS_VIEW,
        feature="needs",
    )
)
