"""Forms about waves."""

from tenants.surveys.forms.codes import CodeBatchForm
from tenants.surveys.forms.filters import WaveFilter
from tenants.surveys.forms.settings import SurveySettingsForm
from tenants.surveys.forms.waves import ReopenForm, WaveForm

__all__ = ["CodeBatchForm", "ReopenForm", "SurveySettingsForm", "WaveFilter", "WaveForm"]
