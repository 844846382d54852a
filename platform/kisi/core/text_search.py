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
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, Literal

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import BooleanField, Expression, F, Field, FloatField, Model, QuerySet, Value
from django.db.models.functions import JSONObject

type Weight = Literal["A", "B", "C", "D"]

WORDS: Final = re.compile(r"\w+", re.UNICODE)
MOST_WORDS: Final = 8
LONGEST_WORD: Final = 60
TABLE: Final = "«table»"
SEARCHED: Final = '"searched"'
QUERY: Final = "to_tsquery(%s::regconfig, %s)"


def words_of(text: str) -> list[str]:
    """The words of what somebody typed: letters and digits only, eight at most."""
    found = WORDS.findall(text.replace("\0", " ").replace("_", " "))
    return [word[:LONGEST_WORD] for word in found][:MOST_WORDS]


def folded_words(text: str) -> list[str]:
    """The same without regard to case, for ``all_occur``."""
    return [word.casefold() for word in words_of(text)]


def all_occur(words: Sequence[str], *shown: object) -> bool:
    """Whether every one of ``folded_words`` stands somewhere in what is shown of a row that is in memory."""
    whole = " ".join(str(one) for one in shown if one is not None).casefold()
    return all(word in whole for word in words)


class TextSearch:
    """Which fields of a model are searched, with their weight; ``config`` "simple" suits names (no word stems)."""

    def __init__(self, *, config: str = "german", **weights: Weight) -> None:
        self.config = config
        self.weights = weights
        self._sql: dict[type[Model], tuple[str, tuple[Any, ...]]] = {}

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
        return rows.filter(self._either(rows.model, words))

    def best_first(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The same, whole words before parts of words, the best of them first (``_whole``, ``_rank``)."""
        words = words_of(text)
        found = self.matching(rows, text).annotate(
            _whole=self._whole(rows.model, words), _rank=self._rank(rows.model, words)
        )
        return found.order_by("-_whole", "-_rank", "pk")

    def _whole(self, model: type[Model], words: list[str]) -> Made:
        """Every word, at least its beginning, is in the text."""
        sql, params = self._made(model)
        return Made(f"({sql} @@ {QUERY})", (*params, *self._query(words)), BooleanField())

    def _either(self, model: type[Model], words: list[str]) -> Made:
        """Whole words or parts of words; the table is asked for each under another name."""
        key, table = (connection.ops.quote_name(str(name)) for name in (model._meta.pk.column, model._meta.db_table))
        asked = self._whole(model, words), self._parts(model, words)
        selects = (
            f"SELECT {SEARCHED}.{key} FROM {table} AS {SEARCHED} WHERE {one.sql.replace(TABLE, SEARCHED)}"  # noqa: S608 (names of ours, values bound)
            for one in asked
        )
        sql = f"{TABLE}.{key} IN ({' UNION ALL '.join(selects)})"
        return Made(sql, tuple(param for one in asked for param in one.params), BooleanField())

    def _rank(self, model: type[Model], words: list[str]) -> Made:
        sql, params = self._made(model)
        return Made(f"ts_rank({sql}, {QUERY})", (*params, *self._query(words)), FloatField())

    def _parts(self, model: type[Model], words: list[str]) -> Made:
        """Every word inside one of the fields that matter most."""
        titles = [name for name, weight in self.weights.items() if weight == "A"]
        fields = (model._meta.get_field(name) for name in titles)
        columns = [connection.ops.quote_name(str(field.column)) for field in fields if isinstance(field, Field)]
        one = " OR ".join(f"{TABLE}.{column} ILIKE %s" for column in columns)
        params = [f"%{word}%" for word in words for _column in columns]
        return Made(" AND ".join(f"({one})" for _word in words), tuple(params), BooleanField())

    def _query(self, words: list[str]) -> tuple[str, str]:
        return self.config, " & ".join(f"{word}:*" for word in words)

    def _vector(self) -> Any:
        """The weighted text of a row."""
        vectors: list[Any] = [
            SearchVector(name, weight=weight, config=self.config) for name, weight in self.weights.items()
        ]
        return reduce(lambda one, other: one + other, vectors)

    def _made(self, model: type[Model]) -> tuple[str, tuple[Any, ...]]:
        """The same as SQL, exactly as the index has it."""
        if model not in self._sql:
            query = model._base_manager.all().query
            sql, params = query.get_compiler(connection=connection).compile(self._vector().resolve_expression(query))
            table = connection.ops.quote_name(model._meta.db_table)
            self._sql[model] = sql.replace(f"{table}.", f"{TABLE}."), tuple(params)
        return self._sql[model]


class Made(Expression):
    """SQL over the columns of one table, made once: put together anew for each search it takes 2 ms a source.

    ``TABLE`` in it stands for the table, whatever a statement calls it.
    """

    def __init__(self, sql: str, params: tuple[Any, ...], output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.sql, self.params, self.alias = sql, params, ""

    def resolve_expression(self, query: Any = None, *_arguments: Any, **_more: Any) -> Made:
        """For a query's own table."""
        return self._of(query.get_initial_alias())

    def relabeled_clone(self, change_map: Mapping[Any, str]) -> Made:
        """For the same table under another name."""
        return self._of(change_map.get(self.alias, self.alias))

    def as_sql(self, _compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The text, and what is bound."""
        return self.sql.replace(TABLE, connection.ops.quote_name(self.alias)), self.params

    def _of(self, alias: str) -> Made:
        clone = self.copy()
        clone.alias = alias
        return clone


type Places = Mapping[str, Container[Any]]
"""Word → what identifies the rows in which it occurs."""


def found_by_word(searched: Sequence[tuple[TextSearch, QuerySet[Any]]], text: str) -> dict[str, set[Any]]:
    """Word (folded) → the values in whose row it occurs; one statement. Each query is of one column (``values_list``).

    For lists that look for the other words elsewhere; where all of them have to be in one row: ``matching``.
    """
    found: dict[str, set[Any]] = {word: set() for word in folded_words(text)}
    queries = [
        search.matching(rows, word).order_by().annotate(_word=Value(word))
        for word in found
        for search, rows in searched
    ]
    if queries:
        first, *others = queries
        for value, word in first.union(*others, all=True).order_by() if others else first:
            found[word].add(value)
    return found


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
