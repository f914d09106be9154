"""The official texts that a bureau has loaded, shown beside the rules as printed.

One home keeps one set of texts, as it keeps one calendar: the regulation is the same for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from liuhen import clock
from liuhen.faults import Conflict
from liuhen.people.acting import acting
from liuhen.people.actors import SYSTEM, Actor
from liuhen.people.checks import check_choice, check_years
from liuhen.people.models import OfficialText, Role
from liuhen.people.text_files import readable
from liuhen.regulation import official
from liuhen.regulation.citations import Instrument


def load_official_text(
    actor: Actor,
    *,
    data: bytes,
    source_name: str,
    instrument: str = Instrument.MEASURE.name,
    title: str = "",
    in_force_from: date | None = None,
) -> OfficialText:
    """Keep an instrument's official text; texts loaded before stay.

    `data` is the file as issued. Without a title, the first line of the text is it; without a day,
    the day on which the version that this system cites took force.
    """
    if actor is not SYSTEM:
        actor.demand(Role.ADMINISTRATOR, Role.HEAD, to="载入正式文本")
    check_choice(instrument, Instrument.__members__, "instrument")
    check_years(in_force_from, "in_force_from")
    text = readable(data)
    cited = Instrument[instrument]
    digest = hashlib.sha256(data).hexdigest()
    facts = {
        "instrument": instrument,
        "title": (title.strip() or official.heading_line(text) or cited.title)[:200],
        "in_force_from": in_force_from or cited.in_force_from,
        "source_digest": digest,
    }
    with acting(actor) as act:
        if (before := OfficialText.objects.filter(**facts).first()) is not None:
            loaded_on = before.recorded_at.astimezone(clock.SHANGHAI)
            raise Conflict(
                f"这份文本已经由{before.recorded_by}于 {loaded_on:%Y-%m-%d} 载入，没有重复保存。"
            )
        row = OfficialText.objects.create(
            **facts, text=text, source_name=source_name[-200:], **act.entered()
        )
        act.log("official_text.loaded", [row], extra={"instrument": instrument, "sha256": digest})
    return row


def texts_on(day: date) -> Mapping[str, OfficialText]:
    """Return the texts in force on a day by the name of their instrument, in one query.

    Of two for the same day the one loaded last holds: it was loaded to correct the other.
    """
    found = OfficialText.objects.filter(in_force_from__lte=day).order_by("in_force_from", "pk")
    return {one.instrument: one for one in found}
