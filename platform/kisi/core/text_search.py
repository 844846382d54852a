"""Full text in German over any model, for the global search and for search fields of lists.

::

    OFFERS = TextSearch(title="A", summary="B", description="C")
    OFFERS.matching(Offer.objects.visible_to(user), "sprachk")  # a search field
    found_in([Asked(OFFERS, Offer.objects.visible_to(user), ("pk", "title")), …], "sprachk", limit=5)  # the search

Every word has to occur, as the beginning of a word (so it works while somebody is still typing) in the
sense of PostgreSQL's German dictionary: "Vereinen" finds "Verein". Parts inside long German words
("kurs" in "Sprachkurs") are found in the fields with weight A. Nothing typed can be an operator.

A table that grows gets an index of exactly what is searched: ``indexes = [OFFERS.index("offer_text")]``
in the model's ``Meta``. Where the table has row security, PostgreSQL uses it only for roles that may see
every row: it must not look at a row's text before it knows that the row may be seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Final, Literal

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import BooleanField, ExpressionWrapper, F, Model, Q, QuerySet, Value
from django.db.models.functions import JSONObject

type Weight = Literal["A", "B", "C", "D"]

WORDS: Final = re.compile(r"\w+", re.UNICODE)
MOST_WORDS: Final = 8
LONGEST_WORD: Final = 60


def words_of(text: str) -> list[str]:
    """The words of what somebody typed: letters and digits only, eight at most."""
    found = WORDS.findall(text.replace("\0", " ").replace("_", " "))
    return [word[:LONGEST_WORD] for word in found][:MOST_WORDS]


class TextSearch:
    """Which fields of a model are searched, with their weight; ``config`` "simple" suits names (no word stems)."""

    def __init__(self, *, config: str = "german", **weights: Weight) -> None:
        self.config = config
        self.weights = weights

    def index(self, name: str) -> GinIndex:
        """The index over the text as ``matching`` asks for it; the model's migration makes it."""
        return GinIndex(self._vector(), name=name)

    def matching[Row: Model](self, rows: QuerySet[Row], text: str) -> QuerySet[Row]:
        """The rows in which every word occurs. No words: none, and all of them where nothing was typed.

        Whole words and parts of words are asked for one by one, so that the index answers the first.
        """
        words = words_of(text)
        if not words:
            return rows.none() if text.strip() else rows
        every = rows.model._base_manager
        whole = every.alias(_vector=self._vector()).filter(_vector=self._query(words)).values("pk")
        return rows.filter(Q(pk__in=whole) | Q(pk__in=every.filter(self._parts(words)).values("pk")))

    def best_first[Row: Model](self, rows: QuerySet[Row], text: str) -> QuerySet[Row]:
        """The same, whole words before parts of words, the best of them first (``_whole``, ``_rank``)."""
        query = self._query(words_of(text))
        found = self.matching(rows, text).alias(_vector=self._vector())
        ranked = found.annotate(
            _whole=ExpressionWrapper(Q(_vector=query), BooleanField()), _rank=SearchRank(F("_vector"), query)
        )
        return ranked.order_by("-_whole", "-_rank", "pk")

    def _query(self, words: list[str]) -> SearchQuery:
        return SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config=self.config)

    def _vector(self) -> Any:
        """The weighted text of a row."""
        vectors: list[Any] = [
            SearchVector(name, weight=weight, config=self.config) for name, weight in self.weights.items()
        ]
        return reduce(lambda one, other: one + other, vectors)

    def _parts(self, words: list[str]) -> Q:
        """Every word inside one of the fields that matter most."""
        titles = [name for name, weight in self.weights.items() if weight == "A"]
        return reduce(and_, (reduce(or_, (Q(**{f"{name}__icontains": word}) for name in titles)) for word in words))


type Found = dict[str, Any]
"""The fields of a row that was found, as JSON knows them: dates are text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one source of the global search wants to know: which rows to search, and what to show of them."""

    search: TextSearch
    rows: QuerySet[Any]
    fields: Sequence[str]


def found_in(asked: Sequence[Asked], text: str, *, limit: int) -> list[list[Found]]:
    """The best rows of each source, at most ``limit`` of one, all sources in one statement."""
    found: list[list[Found]] = [[] for _one in asked]
    if not asked or not words_of(text):
        return found
    first, *others = [_one_of_many(number, one, text, limit) for number, one in enumerate(asked)]
    rows = first.union(*others, all=True).order_by("-_whole", "-_rank") if others else first
    for number, _whole, _rank, fields in rows:
        found[number].append(fields)
    return found


def _one_of_many(number: int, one: Asked, text: str, limit: int) -> QuerySet[Any, Any]:
    ranked = one.search.best_first(one.rows, text)
    fields = JSONObject(**{name: F(name) for name in one.fields})
    return ranked.annotate(_number=Value(number), _fields=fields).values_list("_number", "_whole", "_rank", "_fields")[
        :limit
    ]
