"""Personal data, declared field by field beside the models: what for, on which legal basis, how long, what remains.

An app says in its ``privacy.py`` what its tables hold. From that come the processing register, the copy a person
gets of their own data, the erasure of an account – and a test that fails when a field was forgotten.
"""

from kisi.core.privacy.controllers import Controller, tells_controller
from kisi.core.privacy.declaring import Activity, Category, Personal, Remains, Row, TableDeclaration, holds, impersonal
from kisi.core.privacy.legal import LegalBasis
from kisi.core.privacy.registry import activities, declaration_of, declarations, declare
from kisi.core.privacy.terms import Retention, Unit, fixed, from_row, from_setting

__all__ = [
    "Activity",
    "Category",
    "Controller",
    "LegalBasis",
    "Personal",
    "Remains",
    "Retention",
    "Row",
    "TableDeclaration",
    "Unit",
    "activities",
    "declaration_of",
    "declarations",
    "declare",
    "fixed",
    "from_row",
    "from_setting",
    "holds",
    "impersonal",
    "tells_controller",
]
