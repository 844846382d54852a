"""Forms of the public pages."""

from tenants.site.forms.feedback import FeedbackForm
from tenants.site.forms.logo import LogoForm
from tenants.site.forms.settings import SiteSettingsForm
from tenants.site.forms.text import TextForm

__all__ = ["FeedbackForm", "LogoForm", "SiteSettingsForm", "TextForm"]
