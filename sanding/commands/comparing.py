"""The answers of ``sanding compare``, from the choices of the last ``sanding rank`` and ``sanding pair``."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from sanding.commands.choices import PairChoice, RankChoice
from sanding.commands.pairs import problem_in
from sanding.commands.ranking import counts_of, index_in_force, rank_in, villages_in_force
from sanding.commands.workspace import Workspace
from sanding.documents.wording import number, percent
from sanding.errors import InputFault
from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.churn import loss_table, losses_in_words
from sanding.pairing.hand_made import compare_hand_made
from sanding.pairing.near_ties import near_ties
from sanding.pairing.problem import Problem
from sanding.pairing.what_if import PRICED, WhatIf, alternatives, what_if
from sanding.targeting.disagreement import compare_methods, rank_correlations
from sanding.targeting.goalposts import rank_parameters
from sanding.targeting.methods import METHODS, Method
from sanding.targeting.robustness import draw_robustness
from sanding.targeting.uncertainty import uncertainty_in_force

_PRICE_WORDS = {"coverage": "desa tanpa pendamping", "counts": "batas dilanggar", "overload": "beban", "worth": "angka"}
_WHAT_IF = {
    "agency_code": pl.String(),
    "village_code": pl.String(),
    **{str(goal): pl.Float64() for goal in PRICED},
    "moves": pl.Int64(),
    "moved": pl.String(),
    "proven": pl.Boolean(),
}


@dataclass(frozen=True)
class Told:
    """One answer: the whole table for CSV and JSON, and what a terminal shows of it."""

    table: pl.DataFrame
    order: list[str]
    words: list[str]
    headers: list[str]
    rows: list[list[str]]
    right: list[int]
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Topic:
    """``needs``: options that must be given; ``a|b`` is satisfied by either."""

    meaning: str
    tell: Callable[[Workspace, Namespace], Told]
    needs: tuple[str, ...] = ()


def methods(workspace: Workspace, asked: Namespace) -> Told:
    """Ranks under every method, the class of each village under the method of the last list, and where they differ."""
    choice = RankChoice.read(workspace.record("rank"))
    lists = {method: rank_in(workspace, replace(choice, method=method)) for method in METHODS}
    chosen = {method: one.filter("priority")["village_code"].to_list() for method, one in lists.items()}
    drawn = _drawn(workspace, choice, asked).select("village_code", "share_in", "rank_low", "rank_high", "class")
    table = (
        compare_methods(lists, chosen)
        .drop("rank_low", "rank_high")
        .join(drawn, on="village_code")
        .join(lists[choice.method].select("village_code", "name", "kecamatan", "priority"), on="village_code")
    )
    own, classes = set(chosen[choice.method]), dict(table.group_by("class").len().drop_nulls().iter_rows())
    rows = [_method_row(method, lists[method], chosen[method], own, choice.unit) for method in METHODS]
    pairs = rank_correlations(lists).select("method", "other", "spearman", "kendall").to_dicts()
    said = ", ".join(f"{classes.get(name, 0)} {name}" for name in ("pasti", "batas", "tidak"))
    return Told(
        table, ["village_code"],
        [f"Metode daftar terakhir: {METHODS[choice.method]}. {asked.draws} undian, benih {asked.seed}: {said}.",
         f"{int(table['disputed'].sum())} desa/kelurahan masuk menurut sebagian metode saja."],
        ["Metode", "Desa", f"Sama dengan {choice.method}", "Rata-rata besar", "Median bagian", "Rata-rata indeks"],
        rows, [1, 2, 3, 4, 5], {"classes": classes, "seed": asked.seed, "draws": asked.draws, "correlations": pairs},
    )  # fmt: skip


def _method_row(method: Method, listed: pl.DataFrame, codes: list[str], own: set[str], unit: str) -> list[str]:
    inside = listed.filter("priority")
    size: Any = inside["families" if unit == "keluarga" else "persons"].mean()
    share: Any = inside["share_d1"].median()
    index: Any = inside["index_used"].mean()
    return [
        method, str(len(codes)), str(len(own & set(codes))), "-" if size is None else number(size),
        "-" if share is None else percent(share), "-" if index is None else number(index, 4),
    ]  # fmt: skip


def _drawn(workspace: Workspace, choice: RankChoice, asked: Namespace) -> pl.DataFrame:
    index = index_in_force(workspace)
    counted_on = date.fromisoformat(workspace.store.open(choice.vintage).manifest["penetapan"])
    uncertainty = uncertainty_in_force(choice.on, counts_on=counted_on, index_year=int(index["year"][0]))
    return draw_robustness(
        counts_of(workspace, choice.vintage), villages_in_force(workspace), index, unit=choice.unit,
        parameters=rank_parameters(choice.on), quota=choice.quota, uncertainty=uncertainty, seed=asked.seed,
        draws=asked.draws, method=choice.method,
    )  # fmt: skip


def what_ifs(workspace: Workspace, asked: Namespace) -> Told:
    """One forced pair, or the cheapest other agencies of a village, each with its price and who else moves."""
    pairing = _last_pairing(workspace, asked)
    found: tuple[WhatIf, ...]
    if asked.pair:
        found = (what_if(pairing, *asked.pair, time_limit=asked.time_limit),)
    else:
        found = alternatives(pairing, asked.village, time_limit=asked.time_limit)
    rows = [
        {
            "agency_code": one.agency, "village_code": one.village, **one.prices, "moves": len(one.moves),
            "moved": ";".join(f"{move.village}:{move.before}>{move.after}" for move in one.moves),
            "proven": one.pairing.proven,
        }
        for one in found
    ]  # fmt: skip
    shown = [
        [one.agency, one.village, *(number(one.prices[goal], 2 if goal == "worth" else 0) for goal in PRICED),
         str(len(one.moves)), "terbukti" if one.pairing.proven else "belum terbukti"]
        for one in found
    ]  # fmt: skip
    headers = ["Unit", "Desa", *(f"Harga: {_PRICE_WORDS[goal]}" for goal in PRICED), "Desa lain pindah", "Bukti"]
    table = pl.DataFrame(rows, schema=_WHAT_IF)
    return Told(table, ["village_code", "agency_code"], [], headers, shown, [2, 3, 4, 5, 6])


def small_change(workspace: Workspace, asked: Namespace) -> Told:
    """After locks, bans or agencies that leave: how many villages move, by the loss that may be given up."""
    before = _last_pairing(workspace, asked)
    ranked, choice = RankChoice.read(workspace.record("rank")), _choice(workspace)
    changed = replace(choice, locks=(*choice.locks, *asked.lock), bans=(*choice.bans, *asked.ban))
    problem = problem_in(workspace, _without(changed, asked.gone), rank_in(workspace, ranked), gone=asked.gone)
    found = loss_table(problem, before.pairs(), asked.loss, time_limit=asked.time_limit)
    moved = pl.Series("moved", [";".join(one.moves) for one in found], dtype=pl.String)
    rows = [
        [percent(one.loss), number(one.worth, 2), number(one.given_up, 2), str(len(one.moves)), str(one.forced),
         "terbukti" if one.proven else "belum terbukti"]
        for one in found
    ]  # fmt: skip
    headers = ["Kerugian dibolehkan", "Nilai", "Diserahkan", "Desa pindah", "Terpaksa", "Bukti"]
    return Told(losses_in_words(found).with_columns(moved), ["loss"], [], headers, rows, [0, 1, 2, 3, 4])


def hand_made(workspace: Workspace, asked: Namespace) -> Told:
    """A list made by hand against the last pairing: what it breaks, what it costs, where it differs."""
    found = compare_hand_made(_last_pairing(workspace, asked), _read_list(asked.list))
    prices = ", ".join(f"{number(found.prices[goal], 2)} {_PRICE_WORDS[goal]}" for goal in PRICED)
    words = [f"Dibanding yang terbaik, daftar ini lebih buruk: {prices}."]
    words += [f"Aturan dilanggar: {one.rule} {one.agency} {one.village} ({one.amount})" for one in found.broken]
    words += [f"Tidak ikut ditugaskan: {agency} = {village}" for agency, village in found.strangers]
    apart = found.differences.filter(~pl.col("same"))
    rows = [
        [row["village_code"], row["agency_best"] or "-", row["agency_hand"] or "-", number(row["difference"], 2)]
        for row in apart.iter_rows(named=True)
    ]
    figures = {
        "prices": found.prices,
        "as_good": found.as_good,
        "broken": [vars(one) for one in found.broken],
        "strangers": [list(one) for one in found.strangers],
    }
    headers = ["Desa", "Terbaik", "Buatan tangan", "Selisih angka"]
    return Told(found.differences, ["village_code"], words, headers, rows, [3], figures)


def ties(workspace: Workspace, asked: Namespace) -> Told:
    """Pairs whose cheapest replacement costs less than a threshold."""
    found = near_ties(_last_pairing(workspace, asked), threshold=asked.threshold, time_limit=asked.time_limit)
    schema = {"village": pl.String, "agency": pl.String, "instead": pl.String, "points": pl.Float64, "moves": pl.Int64}
    table = pl.DataFrame([vars(one) for one in found.ties], schema=schema)
    whole = "semua desa diperiksa" if found.complete else "belum semua desa diperiksa"
    words = [
        f"{table.height} pasangan dapat diganti dengan harga di bawah {number(found.threshold, 2)} angka; {whole}."
    ]
    rows = [[one.village, one.agency, one.instead, number(one.points, 2), str(one.moves)] for one in found.ties]
    headers = ["Desa", "Pendamping", "Pengganti", "Harga (angka)", "Desa pindah"]
    figures = {"threshold": found.threshold, "complete": found.complete}
    return Told(table, ["points", "village"], words, headers, rows, [3, 4], figures)


TOPICS: dict[str, Topic] = {
    "metode": Topic("semua metode, kekokohan dan perbedaannya", methods),
    "andai": Topic("pasangan lain dan harganya", what_ifs, ("pair|village",)),
    "perubahan": Topic("sedikit perubahan, sedikit perpindahan", small_change, ("lock|ban|gone",)),
    "tangan": Topic("daftar buatan tangan", hand_made, ("list",)),
    "seri": Topic("pasangan yang hampir seri", ties),
}


def _choice(workspace: Workspace) -> PairChoice:
    return PairChoice.read(workspace.record("pair"))


def _last_pairing(workspace: Workspace, asked: Namespace) -> Pairing:
    """The last pairing, solved again from the tables that are there now."""
    listed = rank_in(workspace, RankChoice.read(workspace.record("rank")))
    problem: Problem = problem_in(workspace, _choice(workspace), listed)
    return assign_agencies(problem, time_limit=asked.time_limit)


def _without(choice: PairChoice, gone: list[str]) -> PairChoice:
    """The choice without the locks and bans of agencies that take no part any more."""
    locks, bans = (tuple(one for one in pairs if one[0] not in gone) for pairs in (choice.locks, choice.bans))
    return replace(choice, locks=locks, bans=bans)


def _read_list(path: Path) -> pl.DataFrame:
    wanted = ("village_code", "agency_code")
    try:
        listed = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _no_list(path) from error
    if not set(wanted) <= set(listed.columns):
        raise _no_list(path)
    return listed.select(wanted)


def _no_list(path: Path) -> InputFault:
    return InputFault(
        f"daftar buatan tangan {path.name} tidak dapat dibaca",
        where=str(path),
        remedy="Simpan sebagai CSV dengan kolom village_code dan agency_code.",
        code="SND-CLI-23",
    )
