"""Make a demo home that holds the bureau and its people, and no case: run as a program.

With the word `begun` it also tells the case of tests/begun.py and prints the ids of what it has.
"""

from __future__ import annotations

import json
import sys

from liuhen.commands import home
from liuhen.commands.init import create_home


def main() -> None:
    """Create the home that LIUHEN_HOME names and enter the cast."""
    folder = home.home()
    home.begin()
    from liuhen import clock
    from liuhen.demo import cast, story

    create_home(folder, mode="demo", origin="browser.example/log", at=story.BEGINS_AT)
    with clock.playing(story.BEGINS_AT):
        cast.found()
    if sys.argv[1:] == ["begun"]:
        from tests.begun import begin

        print(json.dumps(begin()))


if __name__ == "__main__":
    main()
