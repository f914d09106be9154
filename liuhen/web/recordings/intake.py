"""Files on their way into the case: the tus gate, files of a plain form, and who owns them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest
from django.urls import URLPattern

from liuhen.faults import Conflict, Fault, Forbidden, Invalid, NotFound
from liuhen.people.actors import Actor, actor_for
from liuhen.people.models import Person, Role
from liuhen.vault import store, uploads
from liuhen.vault.models import StoredObject, Upload
from liuhen.vault.tus import tus_views

PURPOSE = "recording"


def may_upload(request: HttpRequest) -> uploads.OwnerId:
    """Return who sends; Forbidden without sign-in or without the post of an officer."""
    if not isinstance(request.user, Person):
        raise Forbidden("登录已失效，请重新登录后继续上传。已收到的部分都还在。")
    actor = actor_for(request.user)
    actor.demand(Role.OFFICER, to="上传音像记录")
    return actor.id


def upload_routes() -> list[URLPattern]:
    """Return the tus addresses under their gate, which names itself to the table of routes."""
    routes = tus_views(may_upload)
    for route in routes:
        route.callback.gate = "may_upload"  # type: ignore[attr-defined]
    return routes


@dataclass(frozen=True)
class Arrived:
    """One file that the server has: its object, its name, its upload if it came by pieces."""

    stored: StoredObject
    name: str
    upload_id: str = ""


def held_uploads(actor: Actor, ids: Sequence[str]) -> list[Upload]:
    """Return the person's own uploads of these ids, to be shown again with the form."""
    found = []
    for id in dict.fromkeys(ids):
        try:
            found.append(uploads.get(actor.id, UUID(id)))
        except (ValueError, NotFound):
            continue
    return found


def arrived(
    actor: Actor, ids: Sequence[str], files: Sequence[UploadedFile[bytes]]
) -> Iterator[Arrived]:
    """Yield every file of the form, durable in the store.

    Raises Invalid naming the file that cannot be taken; call it before opening a transaction.
    """
    for id in dict.fromkeys(ids):
        yield _by_pieces(actor, id)
    for file in files:
        yield Arrived(stored_from(file), file.name or "")


def _by_pieces(actor: Actor, id: str) -> Arrived:
    try:
        upload = uploads.get(actor.id, UUID(id))
        return Arrived(uploads.finish(upload.pk), upload.filename, id)
    except ValueError:
        raise Invalid("上传编号有误，请重新选择文件。", {"file": "请重新选择文件。"}) from None
    except (NotFound, Conflict, Invalid) as fault:
        raise Invalid(fault.message, {"file": fault.message}) from fault


def stored_from(file: UploadedFile[bytes]) -> StoredObject:
    """Put a form's file into the store; Invalid for an empty one."""
    if not file.size:
        words = f"文件“{file.name}”是空的（0 字节），没有收下。请检查原文件后重新选择。"
        raise Invalid(words, {"file": words})
    if isinstance(file, TemporaryUploadedFile):
        return store.put_file(Path(file.temporary_file_path()))
    return store.put_bytes(file.read())


@dataclass(frozen=True)
class UnfinishedUpload:
    """One upload of the person's own that is not a recording yet."""

    upload: Upload
    received: int
    problem: str

    @property
    def percent(self) -> int:
        """How much of it is here, 0 to 100."""
        return self.received * 100 // self.upload.declared_size


def unfinished_of(actor: Actor) -> list[UnfinishedUpload]:
    """Return the person's unfinished uploads, oldest first, each with what is here of it."""
    found = []
    for upload in uploads.unfinished(actor.id):
        try:
            found.append(UnfinishedUpload(upload, uploads.offset_of(upload), ""))
        except Fault as fault:
            found.append(UnfinishedUpload(upload, 0, fault.message))
    return found
