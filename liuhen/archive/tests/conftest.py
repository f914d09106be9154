"""A small closed case, made by the actions that the pages use: 甲 handles it, 庚 archives it.

Its papers: a site inspection record with all pages scanned, one of two pages scanned, a decision
and a voucher on paper, evidence, a photograph, a sound, a corrected note, a void one.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import transaction
from django.test import override_settings
from PIL import Image

from liuhen import clock
from liuhen.approvals.actions import PaperStep
from liuhen.approvals.models import Matter
from liuhen.archive.actions import archive_case, export_case
from liuhen.cases import actions as cases
from liuhen.cases.models import Activity, Case
from liuhen.documents import actions as documents
from liuhen.documents.actions import Paper
from liuhen.documents.models import Document
from liuhen.documents.types import get_type
from liuhen.evidence import actions as evidence
from liuhen.ledger.actions import open_log, origin
from liuhen.ledger.models import Checkpoint
from liuhen.ledger.notes import VerifierKey
from liuhen.ledger.signer import home_signer
from liuhen.ledger.tests.plugin import OPENED_AT
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM, Actor, actor_for
from liuhen.people.models import Bureau, Person, Role
from liuhen.procedure import steps
from liuhen.vault import store

SINCE = date(2020, 1, 1)
CAST = {
    "甲": Role.OFFICER,
    "乙": Role.OFFICER,
    "丙": Role.REVIEWER,
    "戊": Role.HEAD,
    "庚": Role.ARCHIVIST,
    "庚二": Role.ARCHIVIST,
}


@dataclass
class World:
    """The bureau, its people by name, the case and its papers by name."""

    bureau: Bureau
    people: dict[str, Person]
    case: Case
    papers: dict[str, Document]

    def actor(self, name: str) -> Actor:
        return actor_for(self.people[name])


def person(bureau: Bureau, username: str, name: str, role: Role) -> Person:
    made = people.add_person(
        SYSTEM, bureau=bureau, username=username, name=name, password="long-enough"
    )
    people.appoint(SYSTEM, made, role=role, title=role.label, held_from=SINCE)
    return made


def picture(text: str, size: tuple[int, int] = (800, 600)) -> bytes:
    image = Image.new("RGB", size, (len(text) * 20 % 255, 200, 220))
    image.putpixel((len(text), 1), (1, 2, 3))
    out = io.BytesIO()
    image.save(out, format="JPEG", comment=text.encode())
    return out.getvalue()


def paper_pdf(
    pages: int = 1, size: tuple[float, float] = (595.28, 841.89), turned: int = 0
) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for number in range(pages):
            page = made.add_blank_page(page_size=size)
            page.obj.Contents = made.make_stream(b"0 0 1 rg 50 50 %d 20 re f" % (100 + number))
            if turned:
                page.obj.Rotate = turned
        made.save(out, deterministic_id=True)
    return out.getvalue()


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(bytes(16000))
    return out.getvalue()


@pytest.fixture
def world(open_ledger: None, settings: Any, tmp_path: Path) -> World:
    settings.VAULT_ROOT = tmp_path / "vault"
    return build_world()


def build_world() -> World:
    """Build the world in a ledger that is open."""
    bureau = people.found_bureau(SYSTEM, name="示例区统计局", word="示", code="", level="county")
    other = people.found_bureau(SYSTEM, name="外区统计局", word="外", code="", level="county")
    cast = {
        name: person(bureau, f"u{n}", name, role) for n, (name, role) in enumerate(CAST.items())
    }
    cast["外"] = person(other, "wai", "外", Role.ARCHIVIST)
    case = cases.open_case(
        actor_for(cast["甲"]),
        title="某某公司提供不真实统计资料案",
        cause="提供不真实统计资料",
        party=cases.PartyFacts(kind="organisation", name="某某公司"),
        opened_at=clock.now() - timedelta(days=3),
        co_handlers=[cast["乙"]],
    )
    world = World(bureau, cast, case, {})
    _investigate(world)
    _decide(world)
    case.refresh_from_db()
    return world


def _activity(world: World, kind: str) -> Activity:
    at = clock.now() - timedelta(hours=1)
    return cases.record_activity(
        world.actor("甲"), world.case, kind=kind, started_at=at, ended_at=at
    )


def written(world: World, type_code: str, **fields: Any) -> Document:
    """Draft and lock a document with the sample's words."""
    draft = documents.draft(
        world.actor("甲"),
        world.case,
        type_code=type_code,
        fields={**get_type(type_code).sample()["fields"], **fields},
    )
    return documents.finalise(world.actor("甲"), draft)


def scanned(world: World, document: Document, *, first: int = 0) -> None:
    """Scan the pages of the current version back, all or only the first ones."""
    import pypdfium2 as pdfium

    version = document.versions.get(number=document.version)
    for index, page in enumerate(pdfium.PdfDocument(store.read_bytes(version.file_sha256))):
        if first and index >= first:
            continue
        out = io.BytesIO()
        page.render(scale=2).to_pil().convert("RGB").save(out, format="JPEG", quality=80)
        documents.attach_scan(world.actor("甲"), document, data=out.getvalue(), name="扫描.jpg")


def _investigate(world: World) -> None:
    actor, case = world.actor("甲"), world.case
    activity = _activity(world, "site_inspection")
    record = written(world, "site_inspection_record")
    scanned(world, record)
    partly = written(world, "inquiry_record")
    scanned(world, partly, first=1)
    world.papers |= {"现场检查笔录": record, "询问笔录": partly}
    for name, data, media, kind in (
        ("照片", picture("photo"), None, "photo"),
        ("录音", sound(), None, "sound"),
    ):
        at = clock.now() - timedelta(hours=1)
        evidence.register_recording(
            actor,
            case,
            evidence.Capture(
                media=kind,
                purpose="process",
                title=name,
                captured_from=at,
                captured_to=at,
                maker="乙",
                method="手持",
                proves="检查经过",
            ),
            stored=store.put_bytes(data, media),
            activity=activity,
            file_name=f"{name}.bin",
        )
    evidence.register_evidence(
        actor,
        case,
        evidence.Piece(
            kind="documentary",
            name="营业执照副本",
            collected_at=clock.now() - timedelta(hours=1),
            source="某某公司",
            original=False,
            copy_verified=True,
            proves="主体资格",
        ),
        stored=store.put_bytes(picture("licence", (600, 900)), None),
        activity=activity,
    )


def entered(world: World, type_code: str, data: bytes | None = None, **facts: Any) -> Document:
    """Enter a paper as it is."""
    return steps.enter_paper(
        world.actor("甲"),
        world.case,
        type_code=type_code,
        paper=Paper(dated=clock.today(), data=data, number=facts.pop("number", "")),
        **facts,
    )


def _decide(world: World) -> None:
    world.papers["决定书"] = entered(
        world, "penalty_decision", paper_pdf(2), number="示统罚决字〔2026〕9号"
    )
    world.papers["凭证"] = entered(
        world, "payment_voucher", paper_pdf(1, (841.89, 595.28)), title="缴款凭证"
    )
    void = entered(
        world, "incoming_paper", paper_pdf(), fields={"name": "误收的函"}, title="误收的函"
    )
    documents.void(world.actor("甲"), void, reason="误收")
    world.papers["结案报告"] = entered(world, "closing_report", paper_pdf())


def gap_approved(world: World) -> Matter:
    """Let the head approve archiving with gaps, on paper."""
    form = entered(world, "incoming_paper", paper_pdf(), fields={"name": "带缺项归档审批表"})
    by = {"handler": "甲", "reviewer": "丙", "approver": "戊"}
    return steps.enter_paper_approval(
        world.actor("甲"),
        form,
        steps=[
            PaperStep(
                role=role,
                person=world.people[name],
                post="",
                words="缺件无法补齐，同意归档。",
                at=clock.now(),
            )
            for role, name in by.items()
        ],
    )


@pytest.fixture
def approval(world: World) -> Matter:
    return gap_approved(world)


@pytest.fixture
def archived(world: World, approval: Matter) -> World:
    archive_case(world.actor("庚"), world.case, gap_approval=approval)
    world.case.refresh_from_db()
    return world


@contextmanager
def passing_home(folder: Path) -> Iterator[None]:
    """A home with an open ledger that is gone afterwards, for what many tests only read."""
    with override_settings(HOME=folder, VAULT_ROOT=folder / "vault"):
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]  # as TestCase marks its own
        with atomic:
            open_log(origin="test.example/liuhen", mode="bureau", at=OPENED_AT, actor="system")
            yield
            transaction.set_rollback(True)


@dataclass(frozen=True)
class Exported:
    """A package of an archived case, and what is known of it from outside."""

    path: Path
    keys: tuple[VerifierKey, ...]
    slip: str
    casefile: bytes
    private_key: bytes


@pytest.fixture(scope="session")
def exported(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Exported:
    """Archive and export once; the tests that take it read the files and need no database."""
    folder = tmp_path_factory.mktemp("exported")
    with django_db_blocker.unblock(), passing_home(folder):
        world = build_world()
        row = archive_case(world.actor("庚"), world.case, gap_approval=gap_approved(world))
        slip = Checkpoint.objects.get().note256
        path = folder / "案卷包.zip"
        export_case(world.actor("庚"), world.case, path)
        return Exported(
            path,
            home_signer().keys(origin()),
            slip,
            store.read_bytes(row.casefile_sha256),
            (home_signer().folder / "ledger_key").read_bytes(),
        )
