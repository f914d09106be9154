"""先于决定 on the evidence page: said only where the log shows it."""

from __future__ import annotations

from django.test import Client

from liuhen.people.models import Person
from liuhen.web.tests.desk import words
from tests.begun import Begun
from tests.plugin import Played


def page(username: str, case_id: int) -> str:
    client = Client()
    client.force_login(
        Person.objects.get(username=username),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    answer = client.get(f"/cases/{case_id}/evidence")
    assert answer.status_code == 200
    return words(answer)


def test_each_record_has_its_entry_its_checkpoint_and_the_word(played: Played) -> None:
    body = page("jia", played.cases["A"].pk)
    assert "行政诉讼证据规定第六十条" in body
    assert "先于决定" in body
    assert "最早覆盖它的检查点" in body
    assert "文件内容的摘要" in body
    assert "尚未作出决定" not in body


def test_before_the_decision_the_page_claims_nothing(begun: Begun) -> None:
    body = page("jia", begun.case.pk)
    assert "本案尚未作出决定" in body
    assert "份先于决定" not in body
