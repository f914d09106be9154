"""Rows of a document field (officers, table, list, question and answer) as form controls."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from liuhen.web.forms import first_control

SPARE_ROWS = 2
"""Blank rows offered behind the filled ones; more come with 「加一行」."""


@dataclass(frozen=True)
class Column:
    """One column of a rows field. What is `computed` is shown once it is saved, never typed."""

    name: str
    label: str
    long: bool = False
    options: tuple[tuple[str, str], ...] = ()
    computed: bool = False


class RowsWidget(forms.Widget):
    """A table of inputs named `field-row-column`; an empty row is no row."""

    template_name = "documents/rows.html"

    def __init__(self, columns: Sequence[Column]) -> None:
        """`columns` in their order."""
        super().__init__()
        self.columns = tuple(columns)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the rows with their cells; each input has its own label for screen readers."""
        context = super().get_context(name, value, attrs)
        given = [row for row in value or [] if isinstance(row, Mapping)]
        rows = [*given, *({} for _ in range(SPARE_ROWS))]
        id = str((attrs or {}).get("id", ""))
        context["columns"] = self.columns
        context["rows"] = [
            [
                {
                    "column": column,
                    "name": f"{name}-{index}-{column.name}",
                    "value": _shown(row.get(column.name)),
                    "label": f"第 {index + 1} 行{column.label}",
                    "id": cell_id(id, self.columns, index, column.name),
                }
                for column in self.columns
            ]
            for index, row in enumerate(rows)
        ]
        context["next"] = len(rows)
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Draw the table."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[dict[str, str]]:
        """Read the rows in the order of their numbers, leaving out empty ones."""
        pattern = re.compile(rf"^{re.escape(name)}-(\d+)-(\w+)$")
        rows: dict[int, dict[str, str]] = {}
        for key in data:
            found = pattern.match(key)
            if found:
                rows.setdefault(int(found[1]), {})[found[2]] = str(data[key])
        return [
            rows[index] for index in sorted(rows) if any(v.strip() for v in rows[index].values())
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """A rows field is never absent: all its rows may have been emptied."""
        return False

    def id_for_label(self, id_: str, index: int | str | None = None) -> str:
        """The label points at the first cell."""
        return f"{id_}-first" if id_ else ""


def cell_id(id: str, columns: Sequence[Column], index: int, column: str) -> str:
    """Return the id of a cell's control; that of the very first is where the field's label points."""
    first = index == 0 and column == columns[0].name
    return f"{id}-first" if first else f"{id}-{index}-{column}"


def anchor(form: forms.Form, path: str) -> str:
    """Return the fragment that leads to the control of a problem's path (officers.1.name)."""
    name, *inside = path.split(".")
    if name not in form.fields:
        return ""
    bound = form[name]
    widget = bound.field.widget
    if isinstance(widget, RowsWidget) and len(inside) == 2:
        return f"#{cell_id(bound.auto_id, widget.columns, int(inside[0]), inside[1])}"
    return f"#{first_control(bound)}"


def _shown(value: Any) -> str:
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)


class RowsField(forms.Field):
    """A list of rows; cleans to a list of dicts of text."""

    def __init__(self, columns: Sequence[Column], **kwargs: Any) -> None:
        """`columns` in their order."""
        super().__init__(widget=RowsWidget(columns), **kwargs)
