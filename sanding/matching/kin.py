"""Families as context: where members of two families are linked, the others of these families are likely the same."""

from typing import Any

from sanding.matching.spec import Spec

Connection = Any

# The best partner of each family by members linked; both must choose each other. Ties fall alike from both sides.
_KIN = """
CREATE OR REPLACE TABLE kin AS
WITH pair AS (
  SELECT l.{f} AS left_home, r.{f} AS right_home, count(*) AS members
  FROM {links} k JOIN left_rows l ON l.record_id = k.left_id JOIN right_rows r ON r.record_id = k.right_id
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


def rest(connection: Connection, spec: Spec, side: str, links: str, into: str, *, clash: str = "clash") -> int:
    """Make the table ``into``: rows of a side not in ``links``, with their kin; numbers that clashed are left out.

    Returns how many rows there are.
    """
    family = spec.only("family")
    numbers = [one.c for one in spec.only("nik") if any(one.name in group for group in spec.certain)]
    changed = [f"CASE WHEN x.record_id IS NULL THEN t.{c} END AS {c}" for c in numbers]
    join = ""
    if family:
        f = family[0].c
        changed.append(f"k.kin AS {f}_kin")
        join = f"LEFT JOIN kin k ON k.{side}_home = t.{f}"
    replaced = f"REPLACE ({', '.join(changed)})" if changed else ""
    connection.execute(
        f"""CREATE OR REPLACE TABLE {into} AS SELECT t.* {replaced} FROM {side}_rows t {join}
        LEFT JOIN (SELECT DISTINCT {side}_id AS record_id FROM {clash}) x ON x.record_id = t.record_id
        WHERE NOT EXISTS (SELECT 1 FROM {links} c WHERE c.{side}_id = t.record_id)"""
    )
    return int(connection.execute(f"SELECT count(*) FROM {into}").fetchall()[0][0])
