"""placeholder"""
from typing import Any


def read_document(document: dict[str, Any]) -> Any:
    return document
