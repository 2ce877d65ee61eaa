"""Families as context: where members of two families are linked, the others of these families are likely the same."""

from typing import Any

from sanding.matching.spec import Spec

Connection = Any

# The best partner of each family by members linked; both must choose each other. Ties fall alike from both sides.
_KIN = """
CREATE OR REPLACE TABLE kin AS
WITH pair AS (
  SELECT l.{f} AS left_home, r.{f} AS right_home, count(*) AS members
  FROM {links} k JOIN left_base l ON l.record_id = k.left_id JOIN right_base r ON r.record_id = k.right_id
  WHERE l.{f} IS NOT NULL AND r.{f} IS NOT NULL GROUP BY ALL
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY left_home ORDER BY {order}) AS of_left,
            row_number() OVER (PARTITION BY right_home ORDER BY {order}) AS of_right FROM pair
)
SELECT left_home, right_home, least(left_home, right_home) || '~' || greatest(left_home, right_home) AS kin
FROM ranked WHERE of_left = 1 AND of_right = 1
"""
_ORDER = "members DESC, least(left_home, right_home), greatest(left_home, right_home)"


def find_kin(connection: Connection, spec: Spec, links: str) -> bool:
    """Make the table ``kin`` from linked pairs (left_id, right_id); False where the spec knows no family."""
    family = spec.only("family")
    if not family:
        return False
    sql = _KIN.format(f=family[0].c, links=links, order=_ORDER)
    connection.execute(sql)
    return True


def rest(connection: Connection, spec: Spec, side: str, into: str, *, links: str = "", clash: str, kin: bool) -> int:
    """Make the table ``into``: the rows of a side that stand in no link, with the context of their family.

    links   table of linked pairs, '' = none
    clash   query of the record ids whose numbers clashed: those numbers prove nothing further
    kin     whether the table ``kin`` was made
    Returns how many rows there are
    """
    numbers = [one.c for one in spec.only("nik") if any(one.name in group for group in spec.certain)]
    changed = [f"CASE WHEN x.record_id IS NULL THEN t.{c} END AS {c}" for c in numbers]
    replaced = f"REPLACE ({', '.join(changed)})" if changed else ""
    free = f"WHERE NOT EXISTS (SELECT 1 FROM {links} c WHERE c.{side}_id = t.record_id)" if links else ""
    connection.execute(
        f"""CREATE OR REPLACE TABLE {into} AS SELECT t.* {replaced} FROM {side}_rows t
        LEFT JOIN ({clash}) x ON x.record_id = t.record_id {free}"""
    )
    for one in spec.only("family"):
        _with_context(connection, spec, one.c, side, into, kin=kin)
    return int(connection.execute(f"SELECT count(*) FROM {into}").fetchall()[0][0])


def clashing(side: str) -> str:
    """Query of the records of a side whose number clashed."""
    return f"SELECT DISTINCT {side}_id AS record_id FROM clash"


_WHO = "({n}_first || coalesce(CAST({d}_year AS VARCHAR), ''))"


def _with_context(connection: Connection, spec: Spec, f: str, side: str, into: str, *, kin: bool) -> None:
    """Add to the rows: the place of the family, its kin, and who else is in it (first name and year of birth)."""
    name, date, place = spec.only("name"), spec.only("date"), spec.only("place")
    at = f"t.{place[0].c}" if place else "NULL::VARCHAR"
    own_kin = "k.kin" if kin else "NULL::VARCHAR"
    join = f"LEFT JOIN kin k ON k.{side}_home = t.{f}" if kin else ""
    mates = "NULL::VARCHAR"
    if name and date:
        who = _WHO.format(n=name[0].c, d=date[0].c)
        join += f" LEFT JOIN ({_homes(f, who, side, into)}) h ON h.home = t.{f}"
        mates = f"nullif(replace('|' || h.everyone || '|', '|' || coalesce({who}, '') || '|', '|'), '|')"
    connection.execute(
        f"""CREATE OR REPLACE TABLE {into} AS
        SELECT *, nullif(split_part({f}_mates, '|', 2), '') AS {f}_mate1,
        nullif(regexp_replace({f}_mates, '^.*[|]([^|]+)[|]$', '\\1'), '') AS {f}_mate2
        FROM (SELECT t.*, {own_kin} AS {f}_kin, {at} AS {f}_at, {mates} AS {f}_mates FROM {into} t {join})"""
    )


def _homes(f: str, who: str, side: str, into: str) -> str:
    """Query of the families that have rows in ``into``: home and everyone in it, sorted, from the whole side."""
    return (
        f"SELECT {f} AS home, string_agg({who}, '|' ORDER BY {who}) AS everyone FROM {side}_rows "
        f"WHERE {f} IN (SELECT {f} FROM {into}) AND {who} IS NOT NULL GROUP BY {f} HAVING count(*) BETWEEN 2 AND 20"
    )
