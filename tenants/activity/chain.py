"""A record that shows when it was rewritten: each row is sealed by a digest over itself and the seal before it.

Seals stand in a table of their own, so that rows and seals are only ever inserted. Sealing happens as the last thing
before a commit, under a lock of the chain's own, which puts the rows of simultaneous transactions into one order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Fault:
    """The first place where a chain does not hold; ``row_id`` is None when a whole row or its seal is gone."""

    sequence: int
    row_id: int | None
    what: str

    def __str__(self) -> str:
        row = "" if self.row_id is None else f"row {self.row_id}: "
        return f"{row}{self.what} (seal {self.sequence})"


@dataclass(frozen=True, slots=True)
class Chain:
    """The names of a record's tables, and the columns that are sealed. A column added later joins a new chain only."""

    rows: str
    seals: str
    columns: tuple[str, ...]

    def seal(self, schema: str, row_ids: Sequence[int]) -> None:
        """Seal these rows of a schema in the order of their ids; ids that do not exist (any more) are passed over."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{schema}.{self.seals}"])
            # A statement of its own: it has to see what the last holder of the lock committed.
            cursor.execute(self._named(_SEAL, schema), [list(row_ids)])

    def first_fault(self, schema: str) -> Fault | None:
        """Return where the chain of a schema breaks first, in one pass over it, or None."""
        with connection.cursor() as cursor:
            cursor.execute(self._named(_FIRST_FAULT, schema))
            found = cursor.fetchone()
        return None if found is None else Fault(*found)

    def _named(self, statement: str, schema: str) -> str:
        # Names are ours, and a schema's is opaque letters and digits; qualified, as at commit any path may be in force.
        return statement.format(
            rows=f'"{schema}"."{self.rows}"', seals=f'"{schema}"."{self.seals}"', sealed=self._sealed_text()
        )

    def _sealed_text(self) -> str:
        """Say in SQL what a digest is made over: independent of time zone, column order and later columns."""
        parts = [f"extract(epoch FROM a.{name})" if name == "at" else f"a.{name}" for name in self.columns]
        return f"jsonb_build_array({', '.join(parts)})::text"


_DIGEST = "encode(sha256(convert_to({before} || {text}, 'UTF8')), 'hex')"

_SEAL = f"""
WITH RECURSIVE fresh AS (
    SELECT a.id, {{sealed}} AS text, row_number() OVER (ORDER BY a.id) AS place
    FROM {{rows}} a WHERE a.id = ANY(%s)
), last AS (
    SELECT coalesce(max(sequence), 0) AS sequence,
           coalesce((SELECT digest FROM {{seals}} ORDER BY sequence DESC LIMIT 1), '') AS digest
    FROM {{seals}}
), sealed AS (
    SELECT last.sequence + 1 AS sequence, fresh.id, fresh.place,
           {_DIGEST.format(before="last.digest", text="fresh.text")} AS digest
    FROM last JOIN fresh ON fresh.place = 1
    UNION ALL
    SELECT sealed.sequence + 1, fresh.id, fresh.place, {_DIGEST.format(before="sealed.digest", text="fresh.text")}
    FROM sealed JOIN fresh ON fresh.place = sealed.place + 1
)
INSERT INTO {{seals}} (sequence, row_id, digest) SELECT sequence, id, digest FROM sealed
"""  # noqa: S608 the names are ours

_FIRST_FAULT = f"""
WITH checked AS (
    SELECT s.sequence, a.id, s.digest, {{sealed}} AS text,
           lag(s.digest, 1, '') OVER chain AS before, lag(s.sequence, 1, 0::bigint) OVER chain AS previous
    FROM {{seals}} s LEFT JOIN {{rows}} a ON a.id = s.row_id
    WINDOW chain AS (ORDER BY s.sequence)
), faults AS (
    SELECT sequence, id, CASE
        WHEN previous <> sequence - 1 THEN 'the seals before it are gone'
        WHEN id IS NULL THEN 'the row was removed'
        WHEN digest <> {_DIGEST.format(before="before", text="text")} THEN 'the row or its seal was changed'
    END AS what
    FROM checked
    UNION ALL
    SELECT coalesce((SELECT max(sequence) FROM {{seals}}), 0) + 1, a.id, 'the row was never sealed'
    FROM {{rows}} a WHERE NOT EXISTS (SELECT FROM {{seals}} s WHERE s.row_id = a.id)
)
SELECT sequence, id, what FROM faults WHERE what IS NOT NULL ORDER BY sequence, id LIMIT 1
"""  # noqa: S608 the names are ours
