"""Types that a bureau brings in: checked, tried out, in force from a day, withdrawn; never lost."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Max

from liuhen import clock
from liuhen.documents.models import OwnType
from liuhen.documents.offered import OWN_FROM
from liuhen.documents.replacing import replaced_by
from liuhen.documents.type_package import loaded, try_out, unpack
from liuhen.documents.types import DocumentType
from liuhen.faults import Conflict, Invalid
from liuhen.people.access import demand_administration
from liuhen.people.acting import acting
from liuhen.people.actors import SYSTEM, Actor
from liuhen.people.models import Bureau
from liuhen.vault import store


@dataclass(frozen=True)
class Brought:
    """A type of a package that was looked at: what it is, and what it would stand in place of."""

    kind: DocumentType
    replaces: DocumentType | None


def examine(actor: Actor, bureau: Bureau, package: bytes) -> list[Brought]:
    """Check a package and draw its samples, keeping nothing; Invalid names file and line."""
    _demand(actor, bureau)
    with tempfile.TemporaryDirectory(prefix="types-") as folder:
        unpack(package, Path(folder))
        found = [Brought(kind, replaced_by(kind)) for kind in loaded(Path(folder))]
        for one in found:
            try_out(one.kind)
    return found


def bring_in(
    actor: Actor, bureau: Bureau, package: bytes, *, in_force_from: date, source: str
) -> list[OwnType]:
    """Take in every type of a package (`type_package.from_zip`), in force from a day on.

    Checked as `examine` does; all of it or nothing. `source` is the paper that prescribes the form.
    A day in the past is refused: what was written since stays under the type it was written under.
    """
    found = examine(actor, bureau, package)
    if in_force_from < clock.today():
        raise Invalid("启用日期不能早于今天。", {"in_force_from": "请填写今天或者以后的日期。"})
    if not source.strip():
        raise Invalid(
            "请写明依据。", {"source": "请写明规定这种样式的文件，例如「省统计局文书样式」。"}
        )
    with acting(actor) as act:
        stored = store.put_bytes(package)
        rows = []
        for one in found:
            rows.append(
                OwnType.objects.create(
                    bureau=bureau,
                    code=one.kind.code,
                    version=_next_version(one.kind.code),
                    title=one.kind.title,
                    in_force_from=in_force_from,
                    source=source.strip(),
                    type_digest=one.kind.digest,
                    package_sha256=stored.sha256,
                    **act.entered(),
                )
            )
        act.log("types.brought_in", rows, stored=stored)
    return rows


def _next_version(code: str) -> int:
    newest = OwnType.objects.filter(code=code).aggregate(Max("version"))["version__max"]
    return OWN_FROM if newest is None else int(newest) + 1


def withdraw_type(actor: Actor, row: OwnType, *, reason: str) -> OwnType:
    """Stop using a type from today on; documents written under it keep it."""
    _demand(actor, row.bureau)
    if not reason.strip():
        raise Invalid("请写明停用的原因。", {"reason": "请写明停用的原因。"})
    with acting(actor) as act:
        row = OwnType.objects.select_for_update().get(pk=row.pk)
        if row.withdrawn_on is not None:
            raise Conflict(f"这种文书已于 {row.withdrawn_on:%Y-%m-%d} 停用。")
        row.withdrawn_on = act.at.astimezone(clock.SHANGHAI).date()
        row.withdrawn_reason = reason.strip()
        row.save(update_fields=["withdrawn_on", "withdrawn_reason"])
        act.log("types.withdrawn", [row])
    return row


def _demand(actor: Actor, bureau: Bureau) -> None:
    if actor is not SYSTEM:
        demand_administration(actor, bureau)
