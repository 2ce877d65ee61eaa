"""``sanding freeze``: keep a decision as bytes, or run a kept one again and say equal or what differs."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from sanding.commands.choices import PairChoice, RankChoice
from sanding.commands.frozen import KINDS, freeze_again, freeze_pairing, freeze_ranking
from sanding.commands.words import print_json
from sanding.commands.workspace import Workspace, add_home
from sanding.decision import MANIFEST, Frozen, compare, thaw
from sanding.errors import InputFault

HELP = "bekukan keputusan, atau jalankan ulang keputusan beku dan bandingkan"
DIFFERENT = 1


def add_arguments(part: ArgumentParser) -> None:
    add_home(part)
    part.add_argument("kind", choices=tuple(KINDS), metavar="JENIS", help="prioritas atau penugasan")
    part.add_argument(
        "--verify",
        type=Path,
        metavar="BERKAS",
        help=f"folder keputusan beku atau {MANIFEST} di dalamnya; keluar 1 bila berbeda",
    )


def run(arguments: Namespace) -> int:
    workspace = Workspace(arguments.home)
    if arguments.verify:
        return _verify(workspace, read_frozen(arguments.verify), arguments)
    frozen = _freeze(workspace, arguments.kind)
    folder = keep(workspace, frozen)
    answer = {"kind": frozen.kind, "code": frozen.code, "sha256": frozen.digest, "folder": str(folder)}
    if arguments.json:
        print_json(answer)
    else:
        print(f"Dibekukan: {KINDS[frozen.kind]}, kode periksa {frozen.code}")
        print(f"SHA-256 {frozen.digest}")
        print(f"Berkas: {folder}")
    return 0


def _freeze(workspace: Workspace, kind: str) -> Frozen:
    ranked = RankChoice.read(workspace.record("rank"))
    if kind == "prioritas":
        return freeze_ranking(workspace, ranked)
    return freeze_pairing(workspace, ranked, PairChoice.read(workspace.record("pair")))


def keep(workspace: Workspace, frozen: Frozen) -> Path:
    """Write a decision to a folder named for its code; the same decision again changes nothing."""
    folder = workspace.folder / "decisions" / f"{frozen.kind}-{frozen.code}"
    folder.mkdir(exist_ok=True)
    for name, content in frozen.files.items():
        workspace.write(f"decisions/{folder.name}/{name}", content)
    return folder


def read_frozen(path: Path) -> Frozen:
    """A kept decision; InputFault where a part is missing or was changed."""
    folder = path if path.is_dir() else path.parent
    return thaw(
        {one.name: one.read_bytes() for one in sorted(folder.iterdir()) if one.is_file()} if folder.is_dir() else {}
    )


def _verify(workspace: Workspace, frozen: Frozen, arguments: Namespace) -> int:
    if frozen.kind != arguments.kind:
        raise InputFault(
            f"keputusan ini berjenis {frozen.kind}, bukan {arguments.kind}",
            where=str(arguments.verify),
            remedy=f"Jalankan sanding freeze {frozen.kind} --verify.",
            code="SND-CLI-06",
        )
    comparison = compare(frozen, freeze_again(workspace, frozen))
    if arguments.json:
        differences = [{"kind": one.kind, "name": one.name, "text": one.text} for one in comparison.differences]
        print_json({"kind": frozen.kind, "code": frozen.code, "equal": comparison.equal, "differences": differences})
    else:
        print(f"{KINDS[frozen.kind].capitalize()} {frozen.code}: {comparison}")
    return 0 if comparison.equal else DIFFERENT
