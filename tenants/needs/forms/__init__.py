"""Forms of needs."""

from tenants.needs.forms.decision import DecisionForm
from tenants.needs.forms.evidence import CiteForm, ObservationForm
from tenants.needs.forms.filters import NeedFilter
from tenants.needs.forms.merging import MergeForm
from tenants.needs.forms.need import NeedForm
from tenants.needs.forms.settings import SettingsForm

__all__ = ["CiteForm", "DecisionForm", "MergeForm", "NeedFilter", "NeedForm", "ObservationForm", "SettingsForm"]
