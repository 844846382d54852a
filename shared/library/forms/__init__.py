"""Forms of the library."""

from shared.library.forms.comparisons import ComparisonForm
from shared.library.forms.contents import ContentForms
from shared.library.forms.decisions import OfferForm, ReviewForm
from shared.library.forms.filters import template_filter
from shared.library.forms.heads import HeadForm, NewHeadForm
from shared.library.forms.surveys import NewSurveyForm, SurveyHeadForm
from shared.library.forms.uploads import UploadForm

__all__ = [
    "ComparisonForm",
    "ContentForms",
    "HeadForm",
    "NewHeadForm",
    "NewSurveyForm",
    "OfferForm",
    "ReviewForm",
    "SurveyHeadForm",
    "UploadForm",
    "template_filter",
]
