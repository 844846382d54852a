"""Loaded by Schemathesis: well-formed requests mostly mean things that exist, so that they get past the first 404."""

from __future__ import annotations

import json
import os
import random
from typing import Any

import schemathesis

KNOWN: dict[str, list[str]] = json.loads(os.environ.get("KISI_FUZZ_KNOWN", "{}"))
"""Name of a parameter of the path or the query → values that exist."""
_choice = random.Random(1)


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Leave ill-formed requests as they are, and one in four of the others."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    for name, values in KNOWN.items():
        for parameters in (case.path_parameters or {}, case.query or {}):
            if name in parameters and values and _choice.random() < 0.75:
                parameters[name] = _choice.choice(values)
