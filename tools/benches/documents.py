"""Drawing documents: cold, warm, long, as a preview while typing; LibreOffice on the same pages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

from benches import home
from benches.home import SOURCE
from benches.measure import Figure, Figures, collected, duration, take, within
from benches.office import FONTS, against
from liuhen.documents.render import Rendered, render
from liuhen.documents.types import get_type

TRANSCRIPT, DECISION = "inquiry_record", "penalty_decision"
AT = datetime(2026, 4, 15, 8, 0, tzinfo=UTC)
CHARACTERS = 3_500
LONG = 120  # questions and answers of the long transcript
_number = count(1)

Written = Callable[[], dict[str, Any]]
Ask = Callable[[str, dict[str, Any]], int]

COLD = f"""
import json, sys, time
sys.path[:0] = {[str(SOURCE), str(SOURCE / "tools")]!r}
begun, worked = time.perf_counter(), time.process_time()
from benches.documents import drawn
drawn(7)
print(json.dumps([time.perf_counter() - begun, time.process_time() - worked]))
"""


def drawn(questions: int) -> Rendered:
    """Draw a transcript that differs from every earlier one, so nothing is answered from memory."""
    return _drawn(TRANSCRIPT, asked(questions, next(_number)))


def decided() -> Rendered:
    """Draw a penalty decision every paragraph of which differs from every earlier one's."""
    return _drawn(DECISION, decision(next(_number)))


def _drawn(code: str, content: dict[str, Any]) -> Rendered:
    mark = f"D{next(_number)}-V1-0A1B2C3D4E5F"
    return render(get_type(code), content, at=AT, code=mark, draft=False, fonts=[FONTS])


def asked(questions: int, number: int) -> dict[str, Any]:
    """Return a transcript of so many questions."""
    content = get_type(TRANSCRIPT).sample()
    sample = content["fields"]["qa"]
    content["fields"]["qa"] = [
        {"q": sample[i % len(sample)]["q"], "a": f"{sample[i % len(sample)]['a']}（{number}之{i}）"}
        for i in range(questions)
    ]
    return content


def decision(number: int) -> dict[str, Any]:
    """Return a decision with another number in each of its paragraphs."""
    content = get_type(DECISION).sample()
    fields = content["fields"]
    for name, value in fields.items():
        if isinstance(value, str) and len(value) > 20:
            fields[name] = "\n".join(f"{one}（{number}）" for one in value.split("\n"))
    for row in fields["evidence"]:
        row["text"] += f"（{number}）"
    return content


def _questions_of(characters: int) -> int:
    """Return how many questions make a transcript of so many characters."""
    return next(n for n in count(1) if _length(asked(n, 1)) >= characters)


def _length(content: dict[str, Any]) -> int:
    def texts(value: Any) -> int:
        if isinstance(value, dict):
            return sum(texts(one) for one in value.values())
        if isinstance(value, list):
            return sum(texts(one) for one in value)
        return len(value) if isinstance(value, str) else 0

    return texts(content["fields"])


def figures() -> Figures:
    """Draw, then let LibreOffice draw the same words, then what a browser asks while typing."""
    cold = collected([_cold() for _ in range(5)])
    yield Figure("document, cold: fresh process, imports, fonts, first transcript", str(cold))
    some = _questions_of(CHARACTERS)
    first, short, middle, long = decided(), drawn(7), drawn(some), drawn(LONG)
    yield within(f"penalty decision, warm: {first.pages} pages", take(decided, 40), 0.025)
    warm = take(lambda: drawn(7), 40)
    yield within(f"transcript, warm: {short.pages} pages", warm, 0.030)
    yield within(
        f"transcript of {CHARACTERS:,} characters: {some} questions, {middle.pages} pages",
        take(lambda: drawn(some), 20),
        0.060,
    )
    many = take(lambda: drawn(LONG), 10)
    each = (many.cpu - warm.cpu) / (long.pages - short.pages)
    yield Figure(
        f"document, by the page: a transcript of {long.pages} pages",
        f"{many}; {duration(each)} of processor a further page",
    )
    yield from against("the penalty decision", first.pdf, decided)
    yield from against(f"the transcript of {CHARACTERS:,}", middle.pdf, lambda: drawn(some))
    yield from _typing(some)


def _cold() -> tuple[float, float]:
    said = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    wall, cpu = json.loads(said.stdout)
    return wall, cpu


def _typing(questions: int) -> Figures:
    """What the server does while somebody types: the form in, the changed pages out as pictures."""
    with home.folder() as place:
        home.begin(place / "home")
        ask = _asker()
        written: tuple[tuple[str, Written], ...] = (
            (DECISION, lambda: _typed(decision(0), "facts")),
            (TRANSCRIPT, lambda: _typed(asked(7, 0), "rights_answer")),
            (TRANSCRIPT, lambda: _typed(asked(questions, 0), "rights_answer")),
        )
        for code, make in written:
            pages = ask(code, make())
            taken = take(partial(_again, ask, code, make), 20)
            yield within(
                f"preview while typing in one field, server: {code}, {pages} pages", taken, 0.150
            )


def _typed(content: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a text in which one field reads otherwise than ever before."""
    content["fields"][name] += f"（{next(_number)}）"
    return content


def _again(ask: Ask, code: str, make: Written) -> int:
    return ask(code, make())


def _asker() -> Ask:
    from django.test import Client
    from lxml.html import fromstring

    from liuhen import clock
    from liuhen.cases.models import Case
    from liuhen.demo import story
    from liuhen.demo.cast import found
    from liuhen.demo.stories import case_b
    from liuhen.web.documents.forms import form_for

    with clock.playing(story.BEGINS_AT):
        cast = found()
    story.play(cast, [case_b.tell])
    case = Case.objects.get()
    client = Client()
    client.force_login(cast["jia"], backend="django.contrib.auth.backends.ModelBackend")

    held: dict[str, list[str]] = {}

    def ask(code: str, content: dict[str, Any]) -> int:
        form = form_for(get_type(code), values=content["fields"])
        filled: Any = fromstring(f"<form>{form.as_p()}</form>")
        sent = {name: value for name, value in filled.form_values() if value}
        page = f"/cases/{case.pk}/documents/preview?type={code}"
        answer = client.post(page, sent | {"preview-have": ",".join(held.get(code, []))})
        if answer.status_code != 200:
            raise RuntimeError(f"{code} answered {answer.status_code}")
        held[code] = [one["digest"] for one in answer.json()["pages"]]
        return len(held[code])

    return ask
