"""Erasing what is stored about one account: what goes and what remains is declared beside each table.

The account's own row stays, without the person: other rows point at it, and figures already reported do not shrink.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Field, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.accounts.models import User
from kisi.accounts.problems import AlreadyErased, StillActive
from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.core.privacy import Category, Personal, Remains, Row, TableDeclaration
from kisi.privacy.persons import mentions_of, tables_about


def erase_account(*, user: User, by: Actor) -> dict[str, int]:
    """Erase a deactivated account's person; how many rows of each table were deleted or changed.

    A name that another account has too stays where only the name is written: it is theirs as well.
    Raises ``StillActive`` and ``AlreadyErased``.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        _refuse(user)
        others = User.objects.exclude(pk=user.pk).filter(name=user.name).exists()
        touched = _mentions(user, is_name_shared=others) | _rows(user)
        user.set_unusable_password()
        user.erased_at, user.erase_on = timezone.now(), None
        user.save(update_fields=["password", "erased_at", "erase_on"])
        record("privacy.account_erased", by=by, subject=user.reference, details={"rows": touched})
    return touched


def pseudonym(user: User) -> str:
    """What stands where the name was."""
    return _("Gelöschtes Konto %(number)s") % {"number": user.pk}


def _refuse(user: User) -> None:
    if user.erased_at:
        raise AlreadyErased(_("Dieses Konto ist schon gelöscht."))
    if user.is_active:
        raise StillActive(_("Bitte deaktivieren Sie den Zugang, bevor Sie die Angaben zur Person löschen."))


def _mentions(user: User, *, is_name_shared: bool) -> dict[str, int]:
    """Replace or remove what names the account in rows about something else."""
    touched: dict[str, int] = {}
    for one in mentions_of(user):
        if one.personal.points == "name" and is_name_shared:
            continue
        # Asked first: on the public host nobody may write to tables that are never used there.
        if one.personal.remains in {Remains.PSEUDONYM, Remains.NOTHING} and one.rows.exists():
            number = one.rows.update(**{one.field: _left(one.table, one.field, one.personal, user)})
            _add(touched, one.table, number)
    return touched


def _rows(user: User) -> dict[str, int]:
    """Delete the rows about the account, or take the person out of them. Its own row comes last: others look at it."""
    touched: dict[str, int] = {}
    for table, rows in sorted(tables_about(user), key=lambda pair: pair[0].about == "pk"):
        if table.row is Row.GOES:
            _add(touched, table, rows.delete()[0] if rows.exists() else 0)
        else:
            _add(touched, table, _take_out(table, rows, user))
    return touched


def _take_out(table: TableDeclaration, rows: QuerySet[Any], user: User) -> int:
    left = {
        name: _left(table, name, personal, user)
        for name, personal in table.personal.items()
        if personal.remains in {Remains.PSEUDONYM, Remains.NOTHING}
    }
    return rows.update(**left) if left else 0


def _left(table: TableDeclaration, name: str, personal: Personal, user: User) -> Any:
    """What remains in a field."""
    if personal.remains is Remains.PSEUDONYM:
        is_address = personal.category is Category.CONTACT
        return f"konto-{user.pk}@geloescht.invalid" if is_address else pseudonym(user)
    field: Field[Any, Any] = apps.get_model(table.model)._meta.get_field(name)
    return None if field.null else ""


def _add(touched: dict[str, int], table: TableDeclaration, number: int) -> None:
    if number:
        touched[table.model] = touched.get(table.model, 0) + number
