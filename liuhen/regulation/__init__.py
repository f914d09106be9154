"""The law as pure functions over a case file.

`pack.evaluate` says everything about a case on a day, `pack.gate` whether a step may be taken,
`passage.grant_passage` lets a step through. `codec` reads and writes case files, `schema` publishes
their form. Rules stand one a function in the modules named after their articles; `rules` shows how
one is written.
"""
