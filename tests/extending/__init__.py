"""Each row of CONTRIBUTING's table, tried in a copy of the project: the one file is added, and it works there.

A row "a citation style" is tried in `test_a_citation_style.py`; `test_table.py` fails for a row without such a
module. The files that are added lie in `added/`, as anybody would write them.
"""
