"""The BagIt manifests (RFC 8493): every byte is named and is what the manifests say.

This alone proves nothing: whoever changes a file can write the manifests anew. It names damage
precisely; the proofs say whether it is the truth.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from liuhen.verifier import layout
from liuhen.verifier.opened import Digests, Unreadable
from liuhen.verifier.report import Section
from liuhen.verifier.work import Work

_LINE = re.compile(r"([0-9a-f]+)[ \t]+\*?(.+)")


def check_manifests(work: Work) -> None:
    """Compare both manifests of payload and of tag files with what is there."""
    members = work.package.members
    tags = {path for path in members if not path.startswith(layout.PAYLOAD)}
    payload = {path for path in members if path.startswith(layout.PAYLOAD)}
    for algorithm, path in layout.MANIFESTS.items():
        _compare(work, algorithm, path, payload)
    for algorithm, path in layout.TAG_MANIFESTS.items():
        _compare(work, algorithm, path, tags - set(layout.TAG_MANIFESTS.values()))
    if _text(work, layout.BAGIT) != layout.BAGIT_TEXT:
        work.report.altered(
            "bag.declaration", layout.BAGIT, "BagIt 声明缺失或被改动。", Section.COMPLETE
        )


def _text(work: Work, path: str) -> str | None:
    try:
        return work.package.read(path).decode("utf-8")
    except (Unreadable, UnicodeDecodeError):
        return None


def _compare(work: Work, algorithm: str, manifest: str, there: set[str]) -> None:
    report = work.report
    listed = _listed(work, manifest)
    if listed is None:
        return
    for path in sorted(listed.keys() - there):
        report.incomplete("bag.missing", path, f"清单 {manifest} 上有“{path}”，包里没有。")
    for path in sorted(there - listed.keys()):
        report.altered(
            "bag.extra",
            path,
            f"包里有“{path}”，清单 {manifest} 上没有，是后来加进去的。",
            Section.COMPLETE,
        )
    for path in sorted(there & listed.keys()):
        found = work.package.digests.get(path)
        if found is not None and _digest(found, algorithm) != listed[path]:
            report.altered(
                "bag.digest",
                path,
                f"“{path}”的内容与清单 {manifest} 不符，文件被改动或者损坏。",
                Section.COMPLETE,
            )
    report.count("manifest_lines", len(listed))


def _digest(found: Digests, algorithm: str) -> str:
    return found.sha256 if algorithm == "sha256" else found.sha512


def _listed(work: Work, manifest: str) -> Mapping[str, str] | None:
    text = _text(work, manifest)
    if text is None:
        work.report.incomplete("bag.manifest", manifest, f"清单 {manifest} 缺失或者读不出来。")
        return None
    listed: dict[str, str] = {}
    for line in text.splitlines():
        matched = _LINE.fullmatch(line)
        path = layout.from_manifest(matched[2]) if matched else ""
        if not matched or path in listed:
            work.report.altered(
                "bag.manifest",
                manifest,
                f"清单 {manifest} 的格式不对，或者同一文件出现两次。",
                Section.COMPLETE,
            )
            return None
        listed[path] = matched[1]
    return listed
