"""Whatever is done to an exported audit log is found and named; what nobody touched is whole."""

import gzip
import json
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding.audit_chain.blocks import block_of, leaf, packed, unpacked
from sanding.audit_chain.evidence import compressed, evidence, read_lines
from sanding.audit_chain.report import KEPT, Report
from sanding.audit_chain.verify import verify
from sanding.canonical import canonical_line
from sanding.errors import InputFault
from tests.sanding.audit_chain.invented import HEAD, chain, line, lines, seal

SEALED = chain()
LINES = lines(SEALED)
ENTRIES = [at for at, one in enumerate(LINES) if b'"kind"' not in one]
BLOCKS = [at for at, one in enumerate(LINES) if b'"kind":"block"' in one]


def kinds(report: Report) -> list[str]:
    return [one.kind for one in report.flaws]


def ended_anew(changed: list[bytes]) -> list[bytes]:
    """The same lines with an end that fits them, as a forger would write it."""
    import hashlib

    last = json.loads(changed[-1])
    whole = hashlib.sha256(b"".join(changed[:-1])).hexdigest()
    entries = sum(b'"kind"' not in one for one in changed)
    blocks = [json.loads(one) for one in changed if b'"kind":"block"' in one]
    anchors = sum(b'"kind":"anchor"' in one for one in changed)
    end = {**last, "digest": whole, "entries": entries, "blocks": len(blocks), "anchors": anchors}
    return [*changed[:-1], canonical_line({**end, "last": blocks[-1]["hash"]}) + b"\n"]


def test_an_untouched_log_is_whole() -> None:
    report = verify(LINES)
    assert report.whole and not report.flaws
    assert (report.blocks, report.entries, report.anchors) == (6, len(ENTRIES), 2)
    assert report.last == SEALED[-1].hash


@given(st.lists(st.sets(st.integers(1, 400), min_size=1, max_size=9), min_size=1, max_size=8))
def test_every_chain_that_is_sealed_is_whole(groups: list[set[int]]) -> None:
    seen, apart = set[int](), []
    for group in groups:
        apart.append(sorted(group - seen))
        seen |= group
    assert verify(lines(seal([one for one in apart if one]))).whole


@given(st.data())
def test_a_changed_byte_is_found(data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(LINES) - 1))
    byte = data.draw(st.integers(0, len(LINES[at]) - 1))
    new = data.draw(st.integers(0, 255).filter(lambda one: one != LINES[at][byte]))
    changed = [*LINES]
    changed[at] = LINES[at][:byte] + bytes([new]) + LINES[at][byte + 1 :]
    assert not verify(changed).whole


@given(st.sampled_from(ENTRIES), st.data())
def test_a_changed_entry_is_named_even_when_the_file_is_closed_anew(at: int, data: st.DataObject) -> None:
    content = json.loads(LINES[at])
    name = data.draw(st.sampled_from(["action", "actor", "role", "at", "object_id", "detail"]))
    content[name] = "lain"
    report = verify(ended_anew([*LINES[:at], canonical_line(content) + b"\n", *LINES[at + 1 :]]))
    assert (report.flaws[0].kind, report.flaws[0].entry) == ("changed", content["id"])
    assert report.flaw_count == 1


@given(st.sampled_from(ENTRIES))
def test_a_dropped_entry_is_named(at: int) -> None:
    report = verify(ended_anew([*LINES[:at], *LINES[at + 1 :]]))
    assert [(one.kind, one.entry) for one in report.flaws] == [("removed", json.loads(LINES[at])["id"])]


@given(st.sampled_from(ENTRIES), st.integers(1, 10_000))
def test_an_inserted_entry_is_named(at: int, number: int) -> None:
    report = verify(ended_anew([*LINES[:at], line(number) + b"\n", *LINES[at:]]))
    assert report.flaws[0].kind == "inserted" and report.flaws[0].entry in (number, json.loads(LINES[at])["id"])


@given(st.sampled_from(ENTRIES), st.sampled_from(ENTRIES))
def test_two_entries_that_changed_places_are_found(one: int, other: int) -> None:
    if one == other:
        return
    changed = [*LINES]
    changed[one], changed[other] = LINES[other], LINES[one]
    report = verify(ended_anew(changed))
    assert not report.whole
    assert set(kinds(report)) in ({"reordered"}, {"inserted", "removed"})


@given(st.sampled_from(ENTRIES), st.integers(1, 10_000))
def test_an_entry_with_another_number_is_found(at: int, number: int) -> None:
    content = json.loads(LINES[at])
    if content["id"] == number:
        return
    changed = canonical_line({**content, "id": number}) + b"\n"
    report = verify(ended_anew([*LINES[:at], changed, *LINES[at + 1 :]]))
    assert {"removed", "inserted"} <= set(kinds(report))
    assert content["id"] in [one.entry for one in report.flaws if one.kind == "removed"]


@pytest.mark.parametrize("at", BLOCKS[1:])
def test_a_dropped_block_is_named(at: int) -> None:
    """With its entries and its anchor; the last one is missed by the printed anchor only."""
    after = next((one for one in BLOCKS if one > at), len(LINES) - 1)
    number = json.loads(LINES[at])["number"]
    changed = ended_anew([*LINES[:at], *LINES[after:]])
    report = verify(changed, anchors=[SEALED[-1].hash])
    assert (report.flaws[0].kind, report.flaws[0].block) == (
        ("missing_block", number) if number < len(SEALED) else ("no_anchor", None)
    )


@given(st.integers(1, len(LINES) - 1))
def test_a_file_cut_at_any_line_is_found(keep: int) -> None:
    assert kinds(verify(LINES[:keep])) == ["cut"] or not verify(LINES[:keep]).whole


def test_lines_after_the_end_are_found() -> None:
    assert kinds(verify([*LINES, line(999) + b"\n"])) == ["after_end"]


@given(st.sampled_from(range(len(SEALED))), st.data())
def test_a_forged_entry_with_everything_after_it_hashed_anew_fails_the_anchor(block: int, data: st.DataObject) -> None:
    groups = [[number for number, _leaf in unpacked(one.members)] for one in SEALED]
    number = data.draw(st.sampled_from(groups[block]))
    forged = lines(seal(groups, changed={number: line(number, actor=4, role="administrator", detail={})}))
    assert verify(forged).whole, "without an anchor nothing tells a chain that was built anew"
    for one in SEALED[block:]:
        assert kinds(verify(forged, anchors=[one.hash])) == ["no_anchor"]
    for one in SEALED[:block]:
        assert verify(forged, anchors=[one.hash]).met[one.hash][0] == one.block.number


@pytest.mark.parametrize("name", ["number", "previous", "first", "last", "count", "leaves", "at", "hash", "members"])
def test_a_block_that_says_something_else_is_found_in_that_block(name: str) -> None:
    at = BLOCKS[3]
    content = json.loads(LINES[at])
    other = {
        "at": "2026-11-20T04:00:01.000000+00:00",
        "members": b64encode(b64decode(content["members"])[40:]).decode(),
    }
    value = other.get(name, content[name] + 1 if isinstance(content[name], int) else "0" * 64)
    report = verify(ended_anew([*LINES[:at], canonical_line({**content, name: value}) + b"\n", *LINES[at + 1 :]]))
    assert report.flaws[0].block in (4, 5), kinds(report)


def test_members_that_fit_a_forged_entry_do_not_fit_their_block() -> None:
    at, entry = BLOCKS[2], BLOCKS[2] + 1
    content, forged = json.loads(LINES[at]), line(json.loads(LINES[entry])["id"], role="")
    members = list(unpacked(b64decode(content["members"])))
    members[0] = (members[0][0], leaf(forged))
    block = canonical_line({**content, "members": b64encode(packed(members)).decode()}) + b"\n"
    report = verify(ended_anew([*LINES[:at], block, forged + b"\n", *LINES[entry + 1 :]]))
    assert [(one.kind, one.block) for one in report.flaws] == [("members", 3)]


def test_an_anchor_of_another_hash_or_day_is_found() -> None:
    at = next(at for at, one in enumerate(LINES) if b'"kind":"anchor"' in one)
    content = json.loads(LINES[at])
    for change in ({"hash": "f" * 64}, {"block": 2}, {"day": "2026-12-24"}, {"day": "kemarin"}):
        changed = canonical_line({**content, **change}) + b"\n"
        assert "anchor" in kinds(verify(ended_anew([*LINES[:at], changed, *LINES[at + 1 :]])))


def test_time_does_not_run_back() -> None:
    first, second = chain(2)
    pairs = list(unpacked(second.members))
    back, members = block_of(pairs, after=(1, first.hash), at="2026-11-19T00:00:00.000000+00:00")
    changed = list(evidence(HEAD, [first, type(second)(back, back.hash, members, second.entries)]))
    assert kinds(verify(changed)) == ["time"]


def test_many_flaws_are_counted_and_the_first_are_kept() -> None:
    sealed = chain(40)
    forged = [one.replace(b'"role":"leader"', b'"role":"x"') for one in lines(sealed)]
    report = verify(ended_anew(forged))
    assert len(report.flaws) == KEPT < report.flaw_count == report.entries


def test_words_name_entry_and_block() -> None:
    at = ENTRIES[0]
    report = verify(ended_anew([*LINES[:at], *LINES[at + 1 :]]))
    assert str(report.flaws[0]) == "Catatan 1 pada blok 1 telah dihilangkan"


def test_a_packed_file_reads_as_its_lines_and_a_damaged_one_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "jejak.jsonl.gz"
    path.write_bytes(b"".join(compressed(LINES)))
    assert list(read_lines(path)) == LINES == gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(path.read_bytes()[:-200])
    assert "cut" in kinds(verify(read_lines(path)))


@pytest.mark.parametrize("content", [b"", b"nama;nilai\n", b'{"format":"lain"}\n', b"[1]\n", b"\xff\xfe\n"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lain.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputFault, match="bukan ekspor"):
        verify(read_lines(path))
