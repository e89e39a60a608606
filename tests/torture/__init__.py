"""What a render, a feed and a reader must live through; shared by `scripts/torture` and the tests.

Each module is one kind of harm and gives rows of a table: how often it was done, how often it was
found or harmless, and what was lost. Nothing may be lost.
"""
