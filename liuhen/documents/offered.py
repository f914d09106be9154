"""The document types a bureau writes under: the shipped ones, and those it brought in itself.

A type brought in stands in the place of the shipped one of the same code from its day on, for the
bureau and all below it; the nearest bureau's goes first. A document keeps the version that it was
written under (`find`). Days are in Asia/Shanghai.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

from django.conf import settings

from liuhen.documents.models import OwnType
from liuhen.documents.type_package import loaded, unpack
from liuhen.documents.types import DocumentType, all_types, get_type, load_catalogue
from liuhen.faults import Invalid, NotFound
from liuhen.people.models import Bureau
from liuhen.vault import store
from liuhen.vault.folder import Damaged

OWN_FROM = 1001
"""The first version number of types that a bureau brought in; shipped ones stay below."""


def types_for(bureau: Bureau, on: date) -> tuple[DocumentType, ...]:
    """Return what a bureau writes under on a day, in the order of a volume."""
    types = {one.code: one for one in all_types()}
    types |= {row.code: of_row(row) for row in _own(bureau, on)}
    return tuple(sorted(types.values(), key=lambda one: (one.volume, one.volume_order, one.code)))


def type_for(bureau: Bureau, code: str, on: date) -> DocumentType:
    """Return the type of a code that a bureau writes under; KeyError for an unknown code."""
    own = [row for row in _own(bureau, on) if row.code == code]
    return of_row(own[-1]) if own else get_type(code)


def find(code: str, version: int) -> DocumentType:
    """Return the very version a document was written under; KeyError for an unknown one."""
    if version < OWN_FROM:
        return get_type(code, version)
    return _found(code, version)


@lru_cache(maxsize=256)
def _found(code: str, version: int) -> DocumentType:
    row = OwnType.objects.filter(code=code, version=version).first()
    if row is None:
        raise KeyError(f"unknown version {version} of document type {code}")
    return of_row(row)


def of_row(row: OwnType) -> DocumentType:
    """Return the type that a row brought in, laid out on disk so that it can be drawn."""
    return _unpacked(row.package_sha256, row.code, row.version, row.in_force_from, row.type_digest)


def _own(bureau: Bureau, on: date) -> Iterator[OwnType]:
    """Yield the types in force for a bureau, those that go first last."""
    line = _upwards(bureau)
    rows = OwnType.objects.filter(bureau_id__in=line, in_force_from__lte=on)
    standing = [row for row in rows if row.withdrawn_on is None or row.withdrawn_on > on]
    standing.sort(key=lambda row: (-line.index(row.bureau_id), row.in_force_from, row.version))
    yield from standing


def _upwards(bureau: Bureau) -> list[int]:
    """Return the bureau and its superiors, nearest first."""
    line = [bureau.pk]
    above = bureau.parent_id
    while above is not None and above not in line:
        line.append(above)
        above = Bureau.objects.filter(pk=above).values_list("parent_id", flat=True).first()
    return line


@lru_cache(maxsize=256)
def _unpacked(
    package: str, code: str, version: int, in_force_from: date, digest: str
) -> DocumentType:
    kind = load_catalogue(folder_of(package)).get(code)
    if kind.digest != digest:  # somebody wrote into the folder; the vault still has the original
        shutil.rmtree(folder_of(package))
        kind = load_catalogue(folder_of(package)).get(code)
    return replace(kind, version=version, in_force_from=in_force_from)


def folder_of(package: str) -> Path:
    """Return the folder in which a package of the vault lies open, laying it out if need be.

    The bytes are read from the vault under their digest, so what is drawn is what was brought in;
    a half-made folder is never seen, because it is renamed into place.
    """
    folder: Path = settings.HOME / "cache" / "types" / package
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent))
        unpack(store.read_bytes(package), fresh)
        try:
            fresh.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(fresh, ignore_errors=True)
    return folder


def laid_out(package: str) -> list[DocumentType]:
    """Return the types of a package that lies in the vault; NotFound if there is no such package.

    They were checked when the package came in (`actions.examine`); the files are read again.
    """
    try:
        return loaded(folder_of(package))
    except (BadZipFile, Invalid, Damaged, ValueError) as error:  # no digest, no zip, no types
        raise NotFound("没有找到这份文书样式。请重新上传检查。") from error


def own_type(bureau: Bureau, code: str, version: int) -> OwnType:
    """Return a type brought in for a bureau, by itself or above it; NotFound for another's."""
    row = OwnType.objects.filter(code=code, version=version, bureau_id__in=_upwards(bureau)).first()
    if row is None:
        raise NotFound("没有这种文书。请从文书种类列表进入。")
    return row
