"""Skip logic as XPath, the language of XLSForm's ``relevant``, and back – for the part both can say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Condition = dict[str, Any]
MAX_LENGTH: Final = 5000
MAX_DEPTH: Final = 20


class NotSupported(ValueError):
    """The expression says something that KISI cannot ask."""


def as_xpath(condition: Condition, is_number: Callable[[str], bool]) -> str:
    """A condition as XPath; ``is_number`` tells questions whose answers are numbers from choices."""
    for joint, word in (("all", " and "), ("any", " or ")):
        if joint in condition:
            return word.join(f"({as_xpath(part, is_number)})" for part in condition[joint])
    code = condition["question"]
    if "answered" in condition:
        return f"${{{code}}} != ''"
    values = condition.get("any_of") or condition.get("none_of") or []
    if is_number(code):
        said = " or ".join(f"${{{code}}} = {value}" for value in values)
    else:
        said = " or ".join(f"selected(${{{code}}}, '{value}')" for value in values)
    return f"not({said})" if "none_of" in condition else said


_TOKEN: Final = re.compile(
    r"\s*(?:(?P<name>\$\{[^}]{1,100}\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<word>and|or|not|selected)\b|(?P<sign>!=|=|\(|\)|,))"
)


def from_xpath(expression: str, codes: Mapping[str, str]) -> Condition:
    """The condition an expression says; ``codes`` are the names of the spreadsheet with their codes.

    Raises ``NotSupported`` and ``KeyError`` (with the name) for a question that does not exist.
    """
    if len(expression) > MAX_LENGTH:
        raise NotSupported
    reader = _Reader(_tokens(expression), codes)
    condition = reader.either()
    if reader.rest:
        raise NotSupported
    return condition


def _tokens(expression: str) -> list[str]:
    tokens, place = [], 0
    text = expression.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise NotSupported
        tokens.append(found.group().strip())
        place = found.end()
    return tokens


class _Reader:
    """Reads ``or`` of ``and`` of single conditions, with brackets and ``not``."""

    def __init__(self, tokens: list[str], codes: Mapping[str, str]) -> None:
        self.rest = tokens
        self.codes = codes
        self.depth = 0

    def either(self) -> Condition:
        """``a or b``; alternatives about one question become one list of values."""
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        first = parts[0][0]
        if all(bare and "any_of" in part and part["question"] == first.get("question") for part, bare in parts):
            return {"question": first["question"], "any_of": [one for part, _bare in parts for one in part["any_of"]]}
        return first if len(parts) == 1 else {"any": [part for part, _bare in parts]}

    def _both(self) -> tuple[Condition, bool]:
        parts = [self._single()]
        while self._take("and"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else ({"all": [part for part, _bare in parts]}, False)

    def _single(self) -> tuple[Condition, bool]:
        """One condition, and whether it stood without brackets."""
        self.depth += 1
        if self.depth > MAX_DEPTH * 10:
            raise NotSupported
        if self._take("("):
            return self._closed(self.either()), False
        if self._take("not"):
            self._expect("(")
            inner = self._closed(self.either())
            if "any_of" not in inner:
                raise NotSupported
            return {"question": inner["question"], "none_of": inner["any_of"]}, False
        if self._take("selected"):
            self._expect("(")
            code = self._question()
            self._expect(",")
            return self._closed({"question": code, "any_of": [self._value()]}), True
        return self._compared()

    def _compared(self) -> tuple[Condition, bool]:
        code = self._question()
        is_equal = self._take("=")
        if not is_equal:
            self._expect("!=")
        value = self._value()
        if value == "":
            if is_equal:
                raise NotSupported
            return {"question": code, "answered": True}, True
        return {"question": code, "any_of" if is_equal else "none_of": [value]}, is_equal

    def _closed(self, condition: Condition) -> Condition:
        self._expect(")")
        return condition

    def _question(self) -> str:
        token = self._next()
        if not token.startswith("${"):
            raise NotSupported
        return self.codes[token[2:-1].strip()]

    def _value(self) -> str:
        token = self._next()
        if token[0] in "'\"":
            return token[1:-1]
        if token[0] in "-0123456789":
            return token
        raise NotSupported

    def _next(self) -> str:
        if not self.rest:
            raise NotSupported
        return self.rest.pop(0)

    def _take(self, token: str) -> bool:
        if self.rest and self.rest[0] == token:
            self.rest.pop(0)
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise NotSupported
