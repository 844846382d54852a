"""What a municipality says on its public pages, and what visitors tell it."""

from tenants.site.models.feedback import AccessibilityFeedback
from tenants.site.models.logo import Logo
from tenants.site.models.settings import SiteSettings
from tenants.site.models.text import SiteText

__all__ = ["AccessibilityFeedback", "Logo", "SiteSettings", "SiteText"]
