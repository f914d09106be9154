"""Bringing in a bureau's own form on the pages: check, look at the sample, use it, stop using it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuhen import clock
from liuhen.documents import actions
from liuhen.documents.models import OwnType
from liuhen.documents.types import CATALOGUE_FOLDER
from tests.begun import Begun


@pytest.fixture
def client(begun: Begun, client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(begun.cast.people["guanli"])
    return client


def package(
    replace: tuple[str, str] = ("立案审批表", "统计立案审批表（省）"),
) -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted((CATALOGUE_FOLDER / "filing_approval").glob("*.*")):
            text = path.read_text(encoding="utf-8")
            if path.name == "type.toml":
                text = text.replace(*replace)
            archive.writestr(f"省局样式/filing_approval/{path.name}", text)
    return SimpleUploadedFile("样式.zip", out.getvalue(), "application/zip")


def checked(client: Client) -> str:
    answer: Any = client.post("/settings/types/new", {"package": package()})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_form_is_checked_looked_at_and_brought_in(begun: Begun, client: Client) -> None:
    address = checked(client)
    page = client.get(address).content.decode()
    assert "统计立案审批表（省）" in page
    assert not OwnType.objects.exists()
    sha256 = address.rpartition("=")[2]
    sample = client.get(f"/settings/types/trial/{sha256}/filing_approval.pdf")
    assert sample.content.startswith(b"%PDF")
    sent = {"sha256": sha256, "in_force_from": clock.today().isoformat(), "source": "省局样式"}
    listed = client.post("/settings/types/check", sent, follow=True).content.decode()
    assert "本单位，" in listed
    document = actions.draft(begun.cast.actor("jia"), begun.case, type_code="filing_approval")
    assert document.title == "统计立案审批表（省）"
    (row,) = OwnType.objects.all()
    shown = client.get(f"/settings/types/filing_approval/{row.version}")
    assert "统计立案审批表（省）" in shown.content.decode()
    assert client.get(f"/settings/types/filing_approval/{row.version}.pdf").status_code == 200
    stop = client.post(f"/settings/types/own/{row.pk}/withdraw", {"reason": "收回"}, follow=True)
    assert "收回" in stop.content.decode()


def test_a_fault_is_shown_at_the_file_field_and_nothing_is_kept(client: Client) -> None:
    wrong = package(('kind = "', 'kind = "x'))
    answer = client.post("/settings/types/new", {"package": wrong})
    assert answer.status_code == 422
    assert "filing_approval/type.toml：" in answer.content.decode()


def test_a_day_in_the_past_is_refused_and_what_was_typed_stays(client: Client) -> None:
    sha256 = checked(client).rpartition("=")[2]
    sent = {"sha256": sha256, "in_force_from": "2020-01-01", "source": "省局样式"}
    answer = client.post("/settings/types/check", sent)
    assert answer.status_code == 422
    assert "省局样式" in answer.content.decode()
    assert not OwnType.objects.exists()


def test_the_list_has_every_stage_and_type(client: Client) -> None:
    page = client.get("/settings/types").content.decode()
    for words in ("程序启动", "归档管理", "行政处罚决定书", "送达回证"):
        assert words in page


def test_another_bureaus_form_is_not_shown(begun: Begun, client: Client) -> None:
    sha256 = checked(client).rpartition("=")[2]
    sent = {"sha256": sha256, "in_force_from": clock.today().isoformat(), "source": "省局样式"}
    client.post("/settings/types/check", sent)
    (row,) = OwnType.objects.all()
    client.force_login(begun.cast.people["wai"])
    assert client.get(f"/settings/types/filing_approval/{row.version}").status_code == 404
    assert client.post(f"/settings/types/own/{row.pk}/withdraw", {"reason": "x"}).status_code == 404
