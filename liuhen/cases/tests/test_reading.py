"""Who sees a case: its officers, its bureau's heads and keepers, the supervisors above. Nobody else."""

from __future__ import annotations

import pytest

from liuhen import clock
from liuhen.cases.access import activity_for_reading, case_for_reading, visible_cases
from liuhen.cases.actions import Present, record_activity
from liuhen.faults import Forbidden, NotFound
from liuhen.people import actions as people
from liuhen.people.actors import SYSTEM, actor_for
from liuhen.people.models import Bureau, Role
from tests.begun import Begun, hire

SEES = {
    "jia": None, "yi": None, "zi": Forbidden, "xin": Forbidden, "bing": None, "ding": None,
    "wu": None, "ji": None, "geng": None, "guanli": Forbidden, "ren": None, "wai": NotFound,
}  # fmt: skip


@pytest.mark.parametrize("who", SEES)
def test_who_reads_the_case(begun: Begun, who: str) -> None:
    actor, fault = begun.cast.actor(who), SEES[who]
    assert visible_cases(actor).filter(pk=begun.case.pk).exists() is (fault is None)
    if fault is None:
        assert case_for_reading(actor, begun.case.pk) == begun.case
        assert activity_for_reading(actor, begun.ids["site"]).case == begun.case
        return
    for gate, pk in ((case_for_reading, begun.case.pk), (activity_for_reading, begun.ids["site"])):
        with pytest.raises(fault) as caught:
            gate(actor, pk)
        assert begun.case.title not in caught.value.message


def test_who_took_part_reads_and_does_not_write(begun: Begun) -> None:
    helper = Present(capacity="officer", person=begun.cast["zi"])
    record_activity(
        begun.cast.actor("jia"), begun.case, kind="other", started_at=clock.now(), present=[helper]
    )
    zi = begun.cast.actor("zi")
    assert case_for_reading(zi, begun.case.pk)
    with pytest.raises(Forbidden, match="承办人或者协办人"):
        record_activity(zi, begun.case, kind="other", started_at=clock.now())


def test_a_supervisor_sees_every_storey_below_and_none_beside(begun: Begun) -> None:
    city = Bureau.objects.get(name="示例市统计局")
    province = people.found_bureau(
        SYSTEM, name="示例省统计局", word="省", code="", level="province"
    )
    beside = people.found_bureau(
        SYSTEM, name="邻市统计局", word="邻", code="", level="city", parent=province
    )
    Bureau.objects.filter(pk=city.pk).update(parent=province)
    above = actor_for(hire(begun.cast, "sheng", "省", Role.SUPERVISOR, bureau=province))
    neighbour = actor_for(hire(begun.cast, "lin", "邻", Role.SUPERVISOR, bureau=beside))
    chief = actor_for(hire(begun.cast, "shizhang", "市长", Role.HEAD, bureau=city))
    assert case_for_reading(above, begun.case.pk)
    for stranger in (neighbour, chief):  # to head a bureau above is not to supervise
        with pytest.raises(NotFound):
            case_for_reading(stranger, begun.case.pk)
    with pytest.raises(Forbidden, match="上级机关在这里只能查看"):
        record_activity(above, begun.case, kind="other", started_at=clock.now())
