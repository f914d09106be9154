"""What each requirement asks for in one short Chinese sentence, and the stage it is looked for in.

The sentences are our own (`data/summaries.toml`); the official text is loaded by the bureau and
shown beside them, never replaced by them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from liuhen.regulation.casefile import Stage


@dataclass(frozen=True)
class Summary:
    """One requirement in short; `stage` None where it runs through the whole process."""

    words: str
    stage: Stage | None


@cache
def summaries() -> Mapping[str, Summary]:
    """Return the summary of every requirement by id, in the order of the file.

    Raises ValueError for a stage that 第二条 does not have.
    """
    text = (files(__package__) / "data" / "summaries.toml").read_text(encoding="utf-8")
    return {
        id: Summary(row["words"], None if row["stage"] == "whole" else Stage(row["stage"]))
        for id, row in tomllib.loads(text).items()
    }
