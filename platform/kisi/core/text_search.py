"""Full text in German over any model, for the global search and for search fields of lists.

::

    OFFERS = TextSearch(title="A", summary="B", description="C")
    OFFERS.find(Offer.objects.visible_to(user), "sprachk", limit=5)

Every word has to occur, as the beginning of a word (so it works while somebody is still typing) in the
sense of PostgreSQL's German dictionary: "Vereinen" finds "Verein". Parts inside long German words
("kurs" in "Sprachkurs") are found in the fields with weight A. Nothing typed can be an operator.

A table that grows gets an index of exactly what is searched: ``indexes = [OFFERS.index("offer_text")]``
in the model's ``Meta``. Where the table has row security, PostgreSQL uses it only for roles that may see
every row: it must not look at a row's text before it knows that the row may be seen.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import and_, or_
from typing import Any, Final, Literal

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Model, Q, QuerySet

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
        """The index over the text as ``find`` asks for it; the model's migration makes it."""
        return GinIndex(self._vector(), name=name)

    def find[Row: Model](self, rows: QuerySet[Row], text: str, *, limit: int) -> list[Row]:
        """The rows in which every word occurs, the best first. No words: nothing.

        Whole words and their beginnings are one query, answered from the index where there is one; parts of
        words come after them, by a second one, where there is room left.
        """
        words = words_of(text)
        if not words:
            return []
        query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config=self.config)
        vector = self._vector()
        ranked = rows.annotate(_vector=vector, _rank=SearchRank(vector, query)).filter(_vector=query)
        found = list(ranked.order_by("-_rank", "pk")[:limit])
        if len(found) < limit:
            others = rows.filter(self._parts(words)).exclude(pk__in=[row.pk for row in found]).order_by("pk")
            found += others[: limit - len(found)]
        return found

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
