"""What a survey template becomes in a town."""

from __future__ import annotations

from kisi.core.actors import Actor
from kisi.core.adoption import TemplateCopy, adopts
from tenants.instruments.actions import adopt_template


@adopts("survey")
def adopt_survey(copy: TemplateCopy, by: Actor) -> None:
    """An instrument with a released version; see ``adopt_template``."""
    adopt_template(template=copy, by=by)
