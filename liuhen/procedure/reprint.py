"""Where the facts of a case are printed, and bringing a draft up to what the case says now.

A document prints a fact where its type's field names it as `source` (or in a preset). A draft takes
the new value field by field, by whoever writes it; a settled text stays and is corrected (更正).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from liuhen.cases.models import Case
from liuhen.documents.access import demand_draft, demand_writer
from liuhen.documents.actions import revision_of, save_draft
from liuhen.documents.models import Document
from liuhen.documents.prefill import prefill
from liuhen.documents.types import DocumentType, FieldSpec
from liuhen.documents.wording import printed
from liuhen.faults import Conflict, Invalid
from liuhen.people.actors import Actor
from liuhen.procedure.compile import compile_case
from liuhen.regulation.casefile import CaseFile

FACTS = ("case.conduct_ended_on", "case.discovered_on", "case.complex")
"""What the page of the case's facts changes, as the catalogue names it."""
OFFICERS = ("officers",)
ALL = ("case", "party", "officers")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class PrintedField:
    """A field that prints a fact: what stands in the document, and what the case says now.

    `moved`: both are known and differ. A field made from a preset is only named, for its text is
    the writer's own by now.
    """

    name: str
    label: str
    stands: str
    now: str
    moved: bool


@dataclass(frozen=True)
class Printing:
    """A document with its fields that print one of the facts asked for."""

    document: Document
    fields: tuple[PrintedField, ...]

    @property
    def moved(self) -> tuple[PrintedField, ...]:
        """The fields that no longer say what the case says."""
        return tuple(one for one in self.fields if one.moved)

    @property
    def is_draft(self) -> bool:
        """Whether the words can still be changed."""
        return self.document.state == Document.State.DRAFT


def where_printed(case: Case, sources: Sequence[str] = ALL) -> list[Printing]:
    """Return the documents of the case that print what these sources say, in their order.

    Void and discarded ones are left out: nobody goes by them any more.
    """
    gone = (Document.State.VOID, Document.State.DISCARDED)
    rows = case.documents.exclude(state__in=gone).order_by("dated", "pk")
    concerned = [row for row in rows if any(_prints(row.type, sources))]
    if not concerned:
        return []
    compiled = compile_case(case)
    return [Printing(row, tuple(_fields(row, sources, compiled))) for row in concerned]


def _prints(kind: DocumentType, sources: Sequence[str]) -> Iterator[FieldSpec]:
    for spec in kind.fields:
        if _is_of(spec.source or "", sources) or _preset_names(spec, sources):
            yield spec


def _is_of(path: str, sources: Sequence[str]) -> bool:
    return any(path == one or path.startswith(f"{one}.") for one in sources)


def _preset_names(spec: FieldSpec, sources: Sequence[str]) -> bool:
    texts = [spec.preset] if isinstance(spec.preset, str) else []
    texts += [one for row in spec.preset or () if isinstance(row, Mapping) for one in row.values()]
    return any(_is_of(path, sources) for text in texts for path in _PLACEHOLDER.findall(text))


def _fields(
    document: Document, sources: Sequence[str], compiled: CaseFile
) -> Iterator[PrintedField]:
    kind = document.type
    now = known_now(document, compiled)
    here, there = printed(kind, document.fields), printed(kind, now)
    for spec in _prints(kind, sources):
        stands, says = here[spec.name]["text"], there[spec.name]["text"]
        moved = _is_of(spec.source or "", sources) and bool(says) and stands != says
        yield PrintedField(spec.name, spec.label, stands, says, moved)


def known_now(document: Document, compiled: CaseFile) -> dict[str, Any]:
    """Return what the case says now for the fields of a document that come from `ALL`."""
    kind = document.type
    this = f"a{document.activity_id}"
    present = [
        person
        for activity in compiled.activities
        if activity.id == this
        for person in activity.participants
        if person.capacity == "officer"
    ]
    facts = {
        "case": compiled.case,
        "party": compiled.parties[0] if compiled.parties else None,
        "officers": present or list(compiled.case.handlers),
    }
    from_case = {spec.name for spec in kind.fields if _is_of(spec.source or "", ALL)}
    return {name: value for name, value in prefill(kind, facts).items() if name in from_case}


def refresh_field(actor: Actor, document: Document, name: str) -> Document:
    """Put what the case says now into one field of a draft; the log keeps who did it.

    Raises Invalid for a field that does not come from the case or of which the case says nothing,
    Conflict for a settled text or for words that somebody saved meanwhile.
    """
    demand_writer(actor, document.case, document.activity, document.type_code)
    demand_draft(document)
    now = known_now(document, compile_case(document.case))
    if name not in now:
        raise Invalid("这一栏不是从案件带出的，或者案件里没有登记，请在文书里直接填写。")
    if document.fields.get(name) == now[name]:
        raise Conflict("这一栏已经是现在登记的内容，不需要更新。")
    fields = {**document.fields, name: now[name]}
    return save_draft(actor, document, fields, base=revision_of(document))
