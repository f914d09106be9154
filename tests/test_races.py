"""Several at once: one wins, the others are told who was first and when; no number is given twice.

Each runner is a thread with a connection of its own, on a database on disk, let go together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier

import pytest
from django.db import connection

from liuhen import clock
from liuhen.cases.actions import PartyFacts, add_officer, open_case
from liuhen.cases.models import Case
from liuhen.delivery import actions as delivering
from liuhen.delivery.actions import Attempt
from liuhen.demo import media
from liuhen.documents import actions as documents
from liuhen.documents.access import current_version
from liuhen.documents.models import Document, NumberTaken
from liuhen.documents.signing import Mark
from liuhen.documents.types import get_type
from liuhen.evidence import actions as evidence
from liuhen.faults import Conflict, Fault
from liuhen.ledger.audit import verify_log
from liuhen.people.actors import actor_for
from liuhen.people.models import Role
from liuhen.procedure import steps
from liuhen.vault import store
from tests.begun import Begun, begun_of, hire, picture
from tests.homes import Home
from tests.plugin import Go
from tests.scanning import pages_of, pdf

Act = Callable[[], object]
FIRST = r"于 2026-03-13 09:\d\d"


@pytest.fixture
def racing(begun_home: Home, go: Go) -> Begun:
    """The begun case in a home of its own, at its set time."""
    go(clock.shanghai(2026, 3, 13, 9, 0))
    return begun_of(begun_home.told)


def _together(acts: Sequence[Act]) -> list[object]:
    """Run all acts at once; returns what each returned, or the fault it was answered with."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> object:
        try:
            barrier.wait(timeout=60)
            return act()
        except Fault as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        # The set clock is the test's own context; each runner gets a copy of it.
        under_way = [pool.submit(copy_context().run, run, act) for act in acts]
        return [one.result(timeout=120) for one in under_way]


def _one_wins(acts: Sequence[Act], told: str) -> None:
    """Exactly one act goes through; every other is a Conflict whose message matches `told`."""
    results = _together(acts)
    lost = [one for one in results if isinstance(one, Fault)]
    assert len(lost) == len(acts) - 1, results
    for one in lost:
        assert isinstance(one, Conflict), one
        assert re.search(told, one.message), one.message
    report = verify_log()
    assert report.verdict == "intact", report.findings


def test_two_approvers(racing: Begun) -> None:
    second = hire(racing.cast, "wu2", "戊二", Role.HEAD)
    matter = steps.give_verdict(
        racing.cast.actor("bing"), racing.matter("waiting"), verdict="agree", words="同意。"
    )
    heads = [racing.cast.actor("wu"), actor_for(second)]
    _one_wins(
        [lambda a=a: steps.give_verdict(a, matter, verdict="agree", words="同意。") for a in heads],  # type: ignore[misc]
        rf"戊二?{FIRST}办理，现在是「已批准」",
    )
    assert matter.steps.filter(role="approver").count() == 1


def test_approving_and_taking_back(racing: Begun) -> None:
    matter = racing.matter("waiting")
    _one_wins(
        [
            lambda: steps.give_verdict(
                racing.cast.actor("bing"), matter, verdict="disagree", words="不同意。"
            ),
            lambda: steps.withdraw(racing.cast.actor("jia"), matter),
        ],
        "已撤回|不同意",
    )


def test_two_issuers(racing: Begun) -> None:
    teller = racing.teller
    order = teller.write("jia", "correction_order", teller.act("jia", "order_to_correct"))
    actors = [racing.cast.actor(who) for who in ("jia", "yi")]
    _one_wins(
        [lambda a=a: steps.finalise(a, order) for a in actors],  # type: ignore[misc]
        rf"[甲乙]（.*）{FIRST} 办理，现在已签发",
    )
    assert NumberTaken.objects.filter(document=order).count() == 1
    assert order.versions.count() == 1


def test_two_who_submit(racing: Begun) -> None:
    teller = racing.teller
    form = teller.write("jia", "inspection_approval", teller.begin("jia", "inspection_approval"))
    actors = [racing.cast.actor(who) for who in ("jia", "yi")]
    _one_wins(
        [lambda a=a: steps.submit_for_approval(a, form, words="建议。") for a in actors],  # type: ignore[misc]
        "已提交",
    )
    assert form.matters.count() == 1


def test_two_who_register_a_signature(racing: Begun) -> None:
    record = racing.document("record")
    version = current_version(record)
    documents.attach_scan(racing.cast.actor("jia"), record, data=pdf(*pages_of(version)))
    place = version.signatures.filter(place="party").get()
    marks = {
        "jia": Mark(place="party", state="signed", name="钱某", on=clock.today()),
        "yi": Mark(place="party", state="refused", reason="不认可", noted_by="乙"),
    }
    _one_wins(
        [
            lambda who=who: documents.mark_signatures(  # type: ignore[misc]
                racing.cast.actor(who), record, {place.pk: marks[who]}
            )
            for who in marks
        ],
        "[甲乙]（.*登记为",
    )


def test_two_who_say_what_became_of_a_service(racing: Begun) -> None:
    jia = racing.cast.actor("jia")
    what = Attempt(
        way="post", tried_at=clock.now(), servers=[racing.cast["jia"]], recipient="某某建材有限公司"
    )
    delivery = delivering.attempt(jia, racing.document("notice"), what, on_paper=True)
    _one_wins(
        [
            lambda: delivering.record_outcome(jia, delivery, served_on=clock.today()),
            lambda: delivering.record_outcome(racing.cast.actor("yi"), delivery, failure="退回"),
        ],
        "已经登记为",
    )


def test_one_upload_registered_twice(racing: Begun) -> None:
    stored = store.put_bytes(media.photograph("某"))
    _one_wins(
        [
            lambda who=who: evidence.register_recording(  # type: ignore[misc]
                racing.cast.actor(who), racing.case, picture("某"), stored=stored, upload_id="u-1"
            )
            for who in ("jia", "yi")
        ],
        "登记过",
    )


def test_one_colleague_added_twice(racing: Begun) -> None:
    _one_wins(
        [
            lambda who=who: add_officer(racing.cast.actor(who), racing.case, racing.cast["zi"])  # type: ignore[misc]
            for who in ("jia", "yi")
        ],
        "子已经是",
    )


ISSUED_AT_ONCE = 200
BY_THREADS = 8


def test_two_hundred_issues_at_once_get_two_hundred_numbers_in_a_row(racing: Begun) -> None:
    jia = racing.cast.actor("jia")
    fields = get_type("inspection_notice").sample()["fields"]
    drafts = [
        documents.draft(jia, racing.case, type_code="inspection_notice", fields=fields)
        for _ in range(ISSUED_AT_ONCE)
    ]

    def issuing(mine: Sequence[Document]) -> Act:
        return lambda: [documents.finalise(jia, one).number for one in mine]

    told = _together([issuing(drafts[first::BY_THREADS]) for first in range(BY_THREADS)])
    numbers = [number for mine in told if isinstance(mine, list) for number in mine]
    serials = range(3, 3 + ISSUED_AT_ONCE)  # two notices stand in the begun case
    assert sorted(numbers) == sorted(f"示统检字〔2026〕{serial}号" for serial in serials)
    taken = NumberTaken.objects.filter(document__in=drafts)
    assert taken.count() == ISSUED_AT_ONCE
    report = verify_log()
    assert report.verdict == "intact", report.findings


def test_cases_opened_at_once_get_different_numbers(racing: Begun) -> None:
    party = PartyFacts(kind="organisation", name="某某公司")
    actors = [racing.cast.actor(who) for who in ("jia", "yi", "xin", "zi")] * 2

    def opening(position: int) -> Act:
        return lambda: open_case(
            actors[position], title=f"第{position}案", cause="涉嫌迟报", party=party,
            opened_at=clock.shanghai(2026, 3, 13, 9, 0),
        )  # fmt: skip

    opened = _together([opening(position) for position in range(len(actors))])
    numbers = {one.number for one in opened if isinstance(one, Case)}
    assert numbers == {f"2026-{serial:03d}" for serial in range(2, 10)}
