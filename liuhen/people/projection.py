"""Which of this noun's columns the ledger accounts for."""

from django.db.models import Q

from liuhen.ledger.projections import project
from liuhen.people import models
from liuhen.vault.models import StoredObject


def register() -> None:
    """Hand the projections to the ledger; called once at start-up."""
    project(models.Bureau)
    project(
        models.Person,
        unledgered={
            "last_login": "登录时间由登录模块更新，不是执法记录。",
            "password": "口令散列不进入日志；重设口令另有一条日志。",
        },
    )
    for model in (
        models.Certificate,
        models.Post,
        models.Keeper,
        models.ManagementRule,
        models.Parameter,
        models.DiscretionStandard,
        models.CalendarYear,
        models.OfficialText,
        models.Clearance,
        models.ScreenSigning,
    ):
        project(model)
    # The frame of every action (`acting`) commits to the objects whose bytes it brought in. Bytes
    # that have arrived and that no act has taken yet (an upload whose form was never sent) are as
    # drafts: without that, one abandoned upload would read as tampering.
    project(StoredObject, drafts=Q(pk__isnull=False))
