"""Forms of contact points."""

from tenants.contact_points.forms.contact_point import ContactPointForm
from tenants.contact_points.forms.hours import ExceptionForm, OfficeHoursFormSet, office_hours_in

__all__ = ["ContactPointForm", "ExceptionForm", "OfficeHoursFormSet", "office_hours_in"]
