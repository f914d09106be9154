"""电子签名备案: signing on a screen is off until the bureau has filed it, and says its number (L20-1).

电子签名法 第十三条, 第十四条; a bureau without a filing signs on paper, and the scan is bound page
by page.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from liuhen import clock
from liuhen.faults import Conflict, Invalid
from liuhen.people.access import demand_administration
from liuhen.people.acting import acting
from liuhen.people.actors import Actor
from liuhen.people.models import Bureau, ScreenSigning


def filing_on(bureau: Bureau, day: date) -> ScreenSigning | None:
    """Return the filing under which the bureau signs on a screen that day; None: on paper alone."""
    return (
        bureau.screen_signings.filter(in_force_from__lte=day)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
        .last()
    )


def turn_on(
    actor: Actor, bureau: Bureau, *, filing_number: str, in_force_from: date
) -> ScreenSigning:
    """Switch signing on a screen on under the number of its filing, from a day on.

    Raises Conflict while another filing holds or is going to: that one is ended first.
    """
    demand_administration(actor, bureau)
    number = filing_number.strip()
    if not number:
        raise Invalid(
            "没有备案号不能启用屏幕签名。",
            {"filing_number": "请照备案文件填写备案号；还没有备案的，继续用纸质签署。"},
        )
    with acting(actor) as act:
        before = bureau.screen_signings.filter(ended_on__isnull=True).first()
        if before is not None:
            raise Conflict(
                f"已经按备案号「{before}」启用（{before.in_force_from:%Y年%m月%d日}起）。"
                "换备案号的，请先停用原来的。"
            )
        row = ScreenSigning.objects.create(
            bureau=bureau, filing_number=number, in_force_from=in_force_from, **act.entered()
        )
        act.log("screen_signing.turned_on", [row])
    return row


def turn_off(actor: Actor, filing: ScreenSigning, *, reason: str) -> ScreenSigning:
    """Switch it off at once, with the reason; what was signed under it stays signed."""
    demand_administration(actor, filing.bureau)
    if not reason.strip():
        raise Invalid("请写明停用的原因。", {"reason": "请写明停用的原因，例如「备案到期」。"})
    with acting(actor) as act:
        filing = ScreenSigning.objects.select_for_update(of=("self",)).get(pk=filing.pk)
        if filing.ended_on is not None:
            raise Conflict(f"已由{filing.ended_by}于 {filing.ended_on:%Y年%m月%d日} 停用。")
        filing.ended_on = clock.today()
        filing.ended_by = actor.text
        filing.end_reason = reason.strip()
        filing.save(update_fields=["ended_on", "ended_by", "end_reason"])
        act.log("screen_signing.turned_off", [filing])
    return filing
