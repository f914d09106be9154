"""What stands between a document and the step that settling it takes."""

from __future__ import annotations

from collections.abc import Sequence

from liuhen import clock
from liuhen.documents.gates import STEP_OF_TYPE
from liuhen.documents.models import Document
from liuhen.people.actors import Actor
from liuhen.procedure.compile import compile_case
from liuhen.regulation.pack import gate
from liuhen.web.cases.lines import MissingLine, may_of, missing_lines


def shut_before(actor: Actor, document: Document) -> list[MissingLine]:
    """Ask the gate that `finalise` will ask; nothing for a type whose settling is no step of law."""
    step = STEP_OF_TYPE.get(document.type_code)
    if step is None or document.state != Document.State.DRAFT:
        return []
    case = document.case
    casefile = compile_case(case)
    found = gate(casefile, step, clock.today(), document=f"d{document.pk}")
    ref = f"documents/d{document.pk}"
    return missing_lines(case, casefile, found.missing, ref, may_of(actor, case))


def reason_of(problems: int, shut: Sequence[MissingLine]) -> str:
    """Say beside the button why it cannot be pressed; empty when it can."""
    told = [f"还有 {problems} 处没有填好"] if problems else []
    if shut:
        articles = "、".join(dict.fromkeys(one.article for one in shut))
        told.append(f"程序上还缺 {len(shut)} 项（{articles}）")
    return f"{'，'.join(told)}，补齐后再办理。" if told else ""
