"""Contact points, their weekly hours and the exceptions from them."""

from tenants.contact_points.models.contact_point import SEARCH, ContactPoint
from tenants.contact_points.models.hours import HoursException, OfficeHours

__all__ = ["SEARCH", "ContactPoint", "HoursException", "OfficeHours"]
