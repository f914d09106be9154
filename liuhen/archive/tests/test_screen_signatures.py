"""What was signed on a screen goes into the volume and into the package."""

from __future__ import annotations

import json

from liuhen import clock
from liuhen.archive.package import gather
from liuhen.archive.volumes import plan_volumes
from liuhen.documents import actions
from liuhen.documents.access import current_version
from liuhen.documents.models import DocumentVersion, ScreenSignature
from liuhen.documents.writings import Writing
from tests.begun import Begun
from tests.scanning import pages_of, pdf


def _sign(begun: Begun) -> tuple[DocumentVersion, ScreenSignature]:
    document = begun.document("record")
    version = current_version(document)
    place = version.signatures.filter(place="party").earliest("pk")
    writing = Writing(strokes="[[[1,2,3]]]", handed_over_at=clock.now(), name="丁一")
    actor = begun.cast.actor("jia")
    return version, actions.sign_on_screen(actor, document, place.pk, writing)


def _bound(begun: Begun, version: DocumentVersion) -> list[str]:
    """Return the digests of the files that make the document's pages in its volume."""
    items = [item for item in plan_volumes(begun.case).items if item.title == str(version.document)]
    (item,) = [one for one in items if one.dated == version.document.dated]
    return [source.sha256 for source in item.sources]


def test_the_volume_binds_the_copy_with_the_signatures(begun: Begun) -> None:
    version, _ = _sign(begun)
    copy = version.signed_copies.get()
    assert _bound(begun, version) == [copy.file_sha256]
    scan = pdf(*pages_of(version))
    actions.attach_scan(begun.cast.actor("jia"), version.document, data=scan)
    scans = [one.file_sha256 for one in version.scans.order_by("page")]
    assert _bound(begun, version) == [*scans, copy.file_sha256], "some signed on paper"


def test_the_package_carries_the_strokes_and_the_version_they_are_bound_to(begun: Begun) -> None:
    version, written = _sign(begun)
    members = {one.path: one for one in gather(begun.case, clock.now()).members}
    (path,) = [one for one in members if one.startswith("data/signatures/")]
    with members[path].open() as file:
        said = json.loads(file.read())
    assert members[path].sha256 == written.file_sha256
    digests = {one.sha256 for name, one in members.items() if name.startswith("data/documents/")}
    assert said["file"]["sha256"] == version.file_sha256
    assert {version.file_sha256, version.signed_copies.get().file_sha256} <= digests
