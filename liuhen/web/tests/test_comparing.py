"""What a correction changed is shown on a page of its own, to those who may read the document."""

from __future__ import annotations

import pytest

from liuhen.cases.models import Look
from liuhen.documents import actions
from liuhen.web.tests.office import client_of
from tests.begun import Begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected(begun: Begun) -> Begun:
    record = begun.document("record")
    before = record.fields["findings"]
    actions.correct(
        begun.cast.actor("jia"),
        record,
        fields={**record.fields, "findings": f"{before}另查明<b>用电量</b>下降。"},
        reason="漏记用电量",
    )
    return begun


def _page(begun: Begun, query: str = "", who: str = "jia") -> tuple[int, str]:
    url = f"/documents/{begun.document('record').pk}/compare{query}"
    answer = client_of(begun.cast, who).get(url)
    return answer.status_code, answer.content.decode()


def test_the_difference_and_the_reason_of_a_correction_are_shown(corrected: Begun) -> None:
    status, page = _page(corrected)
    assert status == 200
    assert "漏记用电量" in page
    assert "另查明&lt;b&gt;用电量&lt;/b&gt;下降。</ins>" in page
    assert "有变化的 1 项" in page
    assert "compare__same" in page


def test_the_document_leads_there_once_there_is_something_to_compare(corrected: Begun) -> None:
    jia = client_of(corrected.cast, "jia")
    record, notice = corrected.document("record"), corrected.document("notice")
    assert f"/documents/{record.pk}/compare" in jia.get(f"/documents/{record.pk}").content.decode()
    assert "/compare" not in jia.get(f"/documents/{notice.pk}").content.decode()
    assert jia.get(f"/documents/{notice.pk}/compare").status_code == 404


def test_the_order_of_the_versions_does_not_matter(corrected: Begun) -> None:
    assert "另查明" in _page(corrected, "?from=2&to=1")[1].partition("</ins>")[0]


@pytest.mark.parametrize("query", ["?from=1&to=9", "?from=x&to=2", "?from=-1"])
def test_a_version_that_is_not_there_is_not_found(corrected: Begun, query: str) -> None:
    assert _page(corrected, query)[0] == 404


def test_a_comparison_is_a_look_at_the_document(corrected: Begun) -> None:
    _page(corrected, who="wu")
    record = corrected.document("record").record_id
    assert Look.objects.filter(record=record, who_id=corrected.cast.actor("wu").id).exists()
