"""Gates of the bureau's own settings."""

from __future__ import annotations

from django.db.models import Q

from liuhen import clock
from liuhen.faults import Forbidden, NotFound
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau, Keeper, Person, Role


def own_bureau(actor: Actor) -> Bureau:
    """Return the actor's bureau; NotFound for an actor without one."""
    bureau = Bureau.objects.filter(pk=actor.bureau_id).first()
    if bureau is None:
        raise NotFound
    return bureau


def may_administer(actor: Actor, bureau: Bureau) -> bool:
    """Tell whether the actor keeps this bureau's persons and settings."""
    return actor.bureau_id == bureau.pk and actor.holds(Role.ADMINISTRATOR, Role.HEAD)


def demand_administration(actor: Actor, bureau: Bureau) -> None:
    """Raise NotFound for strangers, Forbidden for colleagues without the post."""
    if actor.bureau_id != bureau.pk:
        raise NotFound
    if not may_administer(actor, bureau):
        raise Forbidden("人员、执法证和参数由系统管理员或者机关负责人维护。请联系他们办理。")


def colleague(actor: Actor, person_id: int) -> Person:
    """Return a colleague of the actor's bureau; NotFound for everyone else."""
    person = Person.objects.filter(pk=person_id, bureau_id=actor.bureau_id).first()
    if person is None:
        raise NotFound("没有找到这名人员。请从本单位人员名单中选择。")
    return person


def minds_files(actor: Actor) -> bool:
    """Tell whether the actor answers for what is stored: administrator, archivist, keeper today."""
    if actor.holds(Role.ADMINISTRATOR, Role.ARCHIVIST):
        return True
    today = clock.today()
    held = Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))
    return bool(actor.person_id) and Keeper.objects.filter(held, person_id=actor.person_id).exists()
