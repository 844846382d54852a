"""The oracle itself: the words are everywhere, and a foreign one is found everywhere."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tests.attack.canaries import Canaries, columns_of_fixed_words, covered_columns, valkey_entries
from tests.servers import Servers

pytestmark = pytest.mark.attack


WITHOUT_WORDS = ("django_migrations.", "audit_head.")
"""Tables that nobody writes text into."""


def test_every_text_column_holds_the_towns_word(
    database: Servers, canaries: Canaries, bensheim: MunicipalityRef
) -> None:
    """A new table or column that the planting cannot fill fails here, so the oracle never goes blind."""
    with database.superuser_connection() as admin:
        with_word, without = covered_columns(admin, bensheim.schema, canaries.word(bensheim))
    assert len(with_word) > 5
    fixed = columns_of_fixed_words()
    assert {column for column in without if not column.startswith(WITHOUT_WORDS) and column not in fixed} == set()


def test_untouched_there_is_no_leak(database: Servers, canaries: Canaries) -> None:
    """The oracle is silent when nothing is wrong – and it had something to look at."""
    with database.superuser_connection() as admin:
        assert canaries.all_leaks(admin, database.redis_url) == []
    assert len(list(valkey_entries(database.redis_url))) >= 6


@pytest.mark.parametrize(
    "place", ["row", "row of public", "file", "file name", "cache value", "cache key", "broker", "no realm"]
)
def test_a_planted_leak_is_found(
    database: Servers, canaries: Canaries, bensheim: MunicipalityRef, butzbach: MunicipalityRef, place: str
) -> None:
    """Butzbach's word where it must not be, in every place the oracle looks at."""
    foreign = canaries.word(butzbach)
    with database.superuser_connection() as admin, inside(realm_of(bensheim)):
        if place == "row":
            admin.execute(f"UPDATE {bensheim.schema}.accounts_user SET name = %s", [f"about {foreign}"])
        elif place == "row of public":
            admin.execute("INSERT INTO public.django_session VALUES ('k', %s, now())", [foreign])
        elif place == "file":
            default_storage.save("copied.txt", ContentFile(foreign.encode()))
        elif place == "file name":
            default_storage.save(f"{foreign}.txt", ContentFile(b"x"))
        elif place == "cache value":
            cache.set("mixed", {"deep": [foreign]})
        elif place == "cache key":
            cache.set(foreign, 1)
        else:
            import redis

            with redis.Redis.from_url(database.redis_url) as client:
                if place == "broker":
                    client.rpush("default", f'{{"body": "{base64.b64encode(foreign.encode()).decode()}"}}')
                else:
                    client.set(":1:greeting", "anything")
        leaks = canaries.all_leaks(admin, database.redis_url)
    assert len(leaks) == 1, leaks
    assert leaks[0].word_of == ("nobody" if place == "no realm" else butzbach.schema)


@pytest.mark.parametrize("pad", range(12))
def test_a_word_in_base64_is_found_at_every_offset(canaries: Canaries, butzbach: MunicipalityRef, pad: int) -> None:
    """Signed values, tasks and session data are base64."""
    hidden = base64.b64encode(b"y" * pad + canaries.word(butzbach).encode() + b"and more")
    assert canaries.owners_in(hidden) == {butzbach.schema}


def test_a_word_in_a_log_is_found(canaries: Canaries, butzbach: MunicipalityRef, tmp_path: Path) -> None:
    """Logs hold nobody's words, not even one's own."""
    log = tmp_path / "web.log"
    log.write_text("GET /a 200\n")
    assert canaries.leaks_in_logs([log]) == []
    log.write_text(f"GET /suche?q={canaries.word(butzbach).upper()} 200\n")
    assert [leak.word_of for leak in canaries.leaks_in_logs([log])] == [butzbach.schema]


def test_files_lie_in_the_realms_folder(canaries: Canaries, bensheim: MunicipalityRef) -> None:
    """The folder the oracle goes by is really there."""
    assert (Path(settings.MEDIA_ROOT) / bensheim.schema / "letters" / f"{canaries.word(bensheim)}.txt").is_file()
