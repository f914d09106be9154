"""The transcript editor's field: questions and answers, with their times and corrections.

Without scripts it is rows of plain text boxes; transcript.js adds the keys, the question bank and
the moving of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from liuhen.cases.models import Case
from liuhen.documents.question_bank import Bank, banks
from liuhen.web.documents.rows import SPARE_ROWS, Column, RowsField, RowsWidget, cell_id
from liuhen.web.formats import local

COLUMNS = (
    Column("q", "问", long=True),
    Column("a", "答", long=True),
    Column("at", "时间"),
    Column("was_q", "更正前的提问", long=True),
    Column("was_a", "更正前的回答", long=True),
)


class QuestionsWidget(RowsWidget):
    """Question and answer, one below the other; `bank` is offered beside them."""

    template_name = "documents/questions.html"

    def __init__(self) -> None:
        """Offer no bank until the page knows the case."""
        super().__init__(COLUMNS)
        self.bank: tuple[Bank, ...] = ()
        self.violation = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the rows by column name, and the bank with what this case is about in front."""
        context = super().get_context(name, value, attrs)
        given = [row for row in value or [] if isinstance(row, Mapping)]
        id = str((attrs or {}).get("id", ""))
        rows = [*given, *({} for _ in range(SPARE_ROWS))]
        context["rows"] = [self._row(name, id, index, row) for index, row in enumerate(rows)]
        context["bank"] = self.bank
        context["violation"] = self.violation
        return context

    def _row(self, name: str, id: str, index: int, row: Mapping[str, Any]) -> dict[str, Any]:
        cells = {
            column.name: {
                "name": f"{name}-{index}-{column.name}",
                "id": cell_id(id, COLUMNS, index, column.name),
                "value": str(row.get(column.name) or ""),
            }
            for column in COLUMNS
        }
        return {**cells, "number": index + 1, "time": _time(row.get("at"))}


class QuestionsField(RowsField):
    """A list of questions with their answers."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what a form field takes."""
        super().__init__(COLUMNS, **kwargs)
        self.widget = QuestionsWidget()


def offer_questions(form: Any, case: Case) -> None:
    """Put the question bank beside the form's transcripts, the case's kind of violation first."""
    for field in form.fields.values():
        if isinstance(field, QuestionsField) and isinstance(field.widget, QuestionsWidget):
            field.widget.bank = _in_order(banks(settings.HOME / "questions"), case.violation)
            field.widget.violation = case.violation


def _in_order(found: tuple[Bank, ...], violation: str) -> tuple[Bank, ...]:
    """What this transcript should ask first: opening, the case's violation, end; then the others."""
    ours = [one for one in found if one.place != "violation" or violation in one.violations]
    return (*ours, *(one for one in found if one not in ours))


def _time(value: Any) -> str:
    """Show 14:03 of a row's instant."""
    try:
        at = datetime.fromisoformat(str(value or ""))
    except ValueError:
        return ""
    return f"{local(at):%H:%M}" if at.tzinfo else ""
