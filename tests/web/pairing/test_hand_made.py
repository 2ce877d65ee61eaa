"""The office's own list: compared with the best, refused whole where a row is wrong, decided only with a reason."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sanding_web.decisions.actions import recheck_decision
from sanding_web.decisions.models import Decision
from sanding_web.pairing.models import PairingRun
from tests.web.counted_steps import compute_pairing

DESK = "/penugasan/"
OWN = f"{DESK}daftar-sendiri/"


def sheet(rows, heads=("KODE DESA", "KODE PERANGKAT")):
    book = openpyxl.Workbook()
    book.active.append(list(heads))
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("susunan kantor.xlsx", out.getvalue())


def leads(run):
    return {row["village_code"]: row["agency"] for row in run.rows}


def goal(run, name):
    return next(one["value"] for one in run.content["stages"] if one["goal"] == name)


def test_the_best_list_brought_back_as_a_sheet_is_as_good_and_needs_no_reason(listed, client_for):
    siti = client_for(listed.siti)
    best = compute_pairing(siti)
    assert siti.post(OWN, {"file": sheet(leads(best).items())}).status_code == 302
    own = PairingRun.objects.get(way="hand")
    assert leads(own) == leads(best) and own.content["hand"]["as_good"] and not own.content["hand"]["broken"]
    assert set(own.content["hand"]["prices"].values()) == {0}
    assert "reason" not in siti.get(f"{DESK}usulkan/").context["form"].fields


def test_the_gap_is_what_the_goals_differ_by(listed, client_for):
    """The stated price is the best's goals less the list's, computed apart from the comparison."""
    siti = client_for(listed.siti)
    best = compute_pairing(siti)
    codes = list(leads(best))
    moved = leads(best) | {codes[0]: leads(best)[codes[1]], codes[1]: leads(best)[codes[0]]}
    siti.post(OWN, {"file": sheet(moved.items())})
    own = PairingRun.objects.get(way="hand")
    prices = own.content["hand"]["prices"]
    assert prices["worth"] == pytest.approx(goal(best, "worth") - goal(own, "worth"))
    for name in ("coverage", "counts", "overload"):
        assert prices[name] == goal(own, name) - goal(best, name)
    page = siti.get(f"{DESK}hitungan/{own.number}/").content.decode()
    assert "Dibanding susunan terbaik" in page and "susunan kantor.xlsx" in page


def test_a_village_left_out_and_an_agency_left_out_are_said(listed, client_for):
    siti = client_for(listed.siti)
    best = compute_pairing(siti)
    codes = list(leads(best))
    siti.post(OWN, {"file": sheet([(codes[0], "PD01"), (codes[1], "PD01")])})
    own = PairingRun.objects.get(way="hand")
    page = siti.get(f"{DESK}hitungan/{own.number}/").content.decode()
    assert "Desa tanpa pendamping:" in page and "Perangkat tanpa desa:" in page
    assert "tanpa pendamping" in page and "dari batas paling sedikit" in page


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("3399999999", "PD01")], "tidak ada pada daftar prioritas"),
        ([("{0}", "PD77")], "perangkat PD77 tidak dikenal"),
        ([("{0}", "PD01"), ("{0}", "PD02")], "sudah diberi pendamping lain"),
        ([("{0}", "")], "tidak memuat satu pasangan pun"),
    ],
)
def test_one_wrong_row_and_nothing_is_kept(listed, client_for, rows, said):
    siti = client_for(listed.siti)
    best = compute_pairing(siti)
    first = best.rows[0]["village_code"]
    answer = siti.post(OWN, {"file": sheet([(code.format(first), agency) for code, agency in rows])})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert PairingRun.objects.count() == 1


def test_a_file_that_is_no_sheet_is_refused_with_its_reason(listed, client_for):
    siti = client_for(listed.siti)
    compute_pairing(siti)
    for name, content, said in (
        ("daftar.xlsx", b"bukan buku kerja", "bukan .xlsx"),
        ("daftar.exe", b"MZ", "tidak dikenal"),
        ("daftar.csv", b"A;B\r\n1;2\r\n", "KODE"),
    ):
        answer = siti.post(OWN, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422 and said.lower() in answer.content.decode().lower(), name
    assert PairingRun.objects.count() == 1


def test_the_list_can_be_edited_row_by_row(listed, client_for):
    siti = client_for(listed.siti)
    best = compute_pairing(siti)
    page = siti.get(f"{OWN}sunting/").content.decode()
    for code, agency in leads(best).items():
        assert f'name="d-{code}"' in page and f'value="{agency}" selected' in page
    chosen = {f"d-{code}": "PD01" for code in leads(best)}
    assert siti.post(f"{OWN}sunting/", chosen).status_code == 302
    assert set(leads(PairingRun.objects.get(way="hand")).values()) == {"PD01"}
    wrong = siti.post(f"{OWN}sunting/", {name: "PD77" for name in chosen})
    assert wrong.status_code == 422 and PairingRun.objects.filter(way="hand").count() == 1


def test_an_own_list_is_decided_only_with_a_reason_which_is_frozen(listed, client_for):
    siti = client_for(listed.siti)
    best = compute_pairing(siti)
    siti.post(f"{OWN}sunting/", {f"d-{code}": "PD01" for code in leads(best)})
    own = PairingRun.objects.get(way="hand")
    without = siti.post(f"{DESK}usulkan/", {"run": own.number, "note": ""})
    assert without.status_code == 422 and not Decision.objects.filter(kind="pairing").exists()
    answer = siti.post(f"{DESK}usulkan/", {"run": own.number, "note": "", "reason": "Arahan rapat TKPK"})
    assert answer.status_code == 302
    decision = Decision.objects.get(kind="pairing")
    assert decision.manifest["parameters"]["question"]["reason"] == "Arahan rapat TKPK"
    assert decision.summary["way"] == "hand" and not decision.summary["proven"]
    page = siti.get(f"/keputusan/{decision.pk}/").content.decode()
    assert "Arahan rapat TKPK" in page and "bukan yang terbaik" in page
    assert recheck_decision(listed.siti, decision).equal
