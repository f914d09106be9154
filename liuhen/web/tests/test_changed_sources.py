"""What changed in the case since a draft was begun is shown before settling, and stops nothing."""

from __future__ import annotations

from django.test import Client

from liuhen.documents.models import Document
from tests.begun import Begun


def client_of(begun: Begun) -> Client:
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(begun.cast["jia"], backend=backend)
    return client


def test_the_check_page_names_a_changed_source_and_leads_to_its_field(begun: Begun) -> None:
    client = client_of(begun)
    page = f"/cases/{begun.case.pk}/documents/new?type=data_check_table"
    assert client.post(page, {"case_cause": begun.case.cause}).status_code == 302
    draft = Document.objects.get(type_code="data_check_table")
    check = f"/documents/{draft.pk}/check"
    assert "来源有变动" not in client.get(check).content.decode()
    begun.case.cause = "涉嫌提供不完整的统计资料"
    begun.case.save()
    shown = client.get(check).content.decode()
    assert "来源有变动" in shown
    assert "现在是“涉嫌提供不完整的统计资料”" in shown
    assert f'href="/documents/{draft.pk}/edit#' in shown
