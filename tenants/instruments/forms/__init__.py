"""Forms of the editor."""

from tenants.instruments.forms.conditions import ConditionForm, JointForm, QuestionChoiceForm
from tenants.instruments.forms.instruments import (
    CopyForm,
    FilterForm,
    ImportForm,
    NewInstrumentForm,
    ReleaseForm,
    WholeForm,
)
from tenants.instruments.forms.languages import AddLanguageForm, ReviewForm
from tenants.instruments.forms.measures import MeasuresForm
from tenants.instruments.forms.parts import GroupForm, PageForm
from tenants.instruments.forms.questions import QuestionForm

__all__ = [
    "AddLanguageForm",
    "ConditionForm",
    "CopyForm",
    "FilterForm",
    "GroupForm",
    "ImportForm",
    "JointForm",
    "MeasuresForm",
    "NewInstrumentForm",
    "PageForm",
    "QuestionChoiceForm",
    "QuestionForm",
    "ReleaseForm",
    "ReviewForm",
    "WholeForm",
]
