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

import json
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, Literal

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Expression, F, Field, Model, QuerySet, Value

type Weight = Literal["A", "B", "C", "D"]

WORDS: Final = re.compile(r"\w+", re.UNICODE)
MOST_WORDS: Final = 8
LONGEST_WORD: Final = 60
TABLE: Final = "«table»"
SEARCHED: Final = '"searched"'


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
        self._sql: dict[type[Model], str] = {}

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

    def place_of(self, model: type[Model]) -> tuple[str, str]:
        """The key and the table of a model as statements name them."""
        key, table = (connection.ops.quote_name(str(name)) for name in (model._meta.pk.column, model._meta.db_table))
        return key, table

    def text_of(self, model: type[Model], alias: str) -> str:
        """The weighted text of a row as SQL, exactly as the index has it: what belongs to it is bound to nothing."""
        if model not in self._sql:
            query = model._base_manager.all().query
            sql, params = query.get_compiler(connection=connection).compile(self._vector().resolve_expression(query))
            table = connection.ops.quote_name(model._meta.db_table)
            self._sql[model] = sql.replace(f"{table}.", f"{TABLE}.") % tuple(_constant(param) for param in params)
        return self._sql[model].replace(TABLE, alias)

    def query(self) -> str:
        """What is asked for, as SQL; ``query_of`` is bound to it."""
        return f"to_tsquery({_constant(self.config)}::regconfig, %s)"

    def query_of(self, words: Sequence[str]) -> str:
        """Every word, at least its beginning."""
        return " & ".join(f"{word}:*" for word in words)

    def keys(self, model: type[Model], words: list[str]) -> tuple[str, list[str]]:
        """The keys of the rows with all words, as whole words or as parts of words; SQL and what is bound."""
        key, table = self.place_of(model)
        titles = [name for name, weight in self.weights.items() if weight == "A"]
        fields = (model._meta.get_field(name) for name in titles)
        columns = [connection.ops.quote_name(str(field.column)) for field in fields if isinstance(field, Field)]
        one = " OR ".join(f"{SEARCHED}.{column} ILIKE %s" for column in columns)
        asked = f"{self.text_of(model, SEARCHED)} @@ {self.query()}", " AND ".join(f"({one})" for _word in words)
        selects = (f"SELECT {SEARCHED}.{key} FROM {table} AS {SEARCHED} WHERE {condition}" for condition in asked)  # noqa: S608 (names of ours, values bound)
        return " UNION ALL ".join(selects), [self.query_of(words), *(f"%{word}%" for word in words for _one in columns)]

    def _either(self, model: type[Model], words: list[str]) -> Made:
        """The row is one of them."""
        sql, params = self.keys(model, words)
        return Made(f"{TABLE}.{self.place_of(model)[0]} IN ({sql})", tuple(params), BooleanField())

    def _vector(self) -> Any:
        """The weighted text of a row."""
        vectors: list[Any] = [
            SearchVector(name, weight=weight, config=self.config) for name, weight in self.weights.items()
        ]
        return reduce(lambda one, other: one + other, vectors)


def _constant(value: str) -> str:
    """A word of our own code as SQL. An index over an expression is found only where the statement says the same."""
    return "'" + value.replace("'", "''") + "'"


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
    words = words_of(text)
    if not words:
        return found
    selects = [best for number, one in enumerate(asked) if (best := _best(number, one, words, limit))]
    if not selects:
        return found
    every = " UNION ALL ".join(sql for sql, _bound in selects)
    bound = [value for _sql, values in selects for value in values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({every}) AS best ORDER BY 2 DESC, 3 DESC", bound)  # noqa: S608 (names of ours, values bound)
        for number, _whole, _rank, fields in cursor.fetchall():
            found[number].append(json.loads(fields))
    return found


def _best(number: int, one: Asked, words: list[str], limit: int) -> tuple[str, list[Any]] | None:
    """The best rows of one source: whole words before parts of words; SQL and what is bound, None where no row can be.

    Put together by hand: Django takes some milliseconds to put together as much for every source.
    """
    search, model = one.search, one.rows.model
    rows = one.rows.order_by().values(*one.fields, _key=F("pk")).query
    try:
        seen, bound = rows.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    key, table = search.place_of(model)
    keys, asked = search.keys(model, words)
    sql = (
        f'(SELECT {number}, "text" @@ "query", ts_rank("text", "query"), to_jsonb("seen") - \'_key\''  # noqa: S608 (names of ours, values bound)
        f' FROM ({seen}) AS "seen" JOIN {table} AS {SEARCHED} ON {SEARCHED}.{key} = "seen"."_key"'
        f' CROSS JOIN LATERAL (SELECT {search.text_of(model, SEARCHED)} AS "text", {search.query()} AS "query")'
        f" WHERE {SEARCHED}.{key} IN ({keys}) ORDER BY 2 DESC, 3 DESC, {SEARCHED}.{key} LIMIT {int(limit)})"
    )
    return sql, [*bound, search.query_of(words), *asked]
