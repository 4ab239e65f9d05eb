"""Bases of all that lives in a business's schema: rows and queries that do not leave their scope."""

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models

from tenants.kernel.scope import ScopeError, current_business

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


def _here() -> int | None:
    business = current_business()
    return None if business is None else business.id


class BusinessQuerySet(models.QuerySet[M_co]):
    """Runs only inside the business it was made in; a queryset made outside belongs to the first that runs it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._business_id: int | None = _here()

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._business_id = self._business_id
        return clone

    @property
    def db(self) -> str:
        """Every way of running a query asks for its database: here the scope is checked."""
        here = _here()
        if here is None:
            raise ScopeError(f"{self.model.__name__} was asked for outside any business.")
        if self._business_id not in (None, here):
            raise ScopeError(f"A query for {self.model.__name__} left the business it was made in.")
        self._business_id = here
        return super().db

    def _fetch_all(self) -> None:
        if self._result_cache is not None and self._business_id not in (None, _here()):
            raise ScopeError(f"Rows of {self.model.__name__} left the business they were read in.")
        super()._fetch_all()

    def bulk_update(self, objs: Iterable[M_co], fields: Iterable[str], batch_size: int | None = None) -> int:
        rows = list(objs)
        for row in rows:
            refuse_foreign(row)
        return super().bulk_update(rows, fields, batch_size)


def refuse_foreign(row: models.Model) -> None:
    """Raise ScopeError when a row was loaded or made in another business than the one in scope."""
    home = getattr(row, "_business_id", None)
    if home != _here():
        raise ScopeError(f"{type(row).__name__} {row.pk} belongs to another business than the one in scope.")


class BusinessModel(models.Model):
    """A row of one business, stamped where it is made or loaded; it refuses to be written anywhere else."""

    objects = models.Manager.from_queryset(BusinessQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._business_id = _here()

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_foreign(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_foreign(self)
        return super().delete(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        refuse_foreign(self)
        super().refresh_from_db(*args, **kwargs)


class OneRowModel(BusinessModel):
    """What a business has one of, such as its rules about something: a row with the id 1, or the defaults without one.

    Nobody reads or makes the row in another way, so that two people who save at the same instant come one after the
    other, the first time too. A constraint of the model's own holds the id.
    """

    class Meta(BusinessModel.Meta):
        abstract = True

    @classmethod
    def as_it_is(cls) -> Self:
        """Return the row to read; where nobody has decided anything, one that is not saved."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)  # type: ignore[return-value]

    @classmethod
    def locked(cls, **first: Any) -> Self:
        """Return the row, which nobody else changes until the transaction ends; it is made of ``first`` where needed.

        PostgreSQL lets whoever makes it too wait at the primary key, so whoever waited reads what the other has left.
        """
        cls.objects.bulk_create([cls(pk=1, **first)], ignore_conflicts=True)
        row = cls.objects.select_for_update().filter(pk=1).first()
        return row or cls.locked(**first)  # type: ignore[return-value]  # whoever held it has deleted it
