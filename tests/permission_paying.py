"""The rows of paying, transfers and quotes, for tests/permission_table.py."""

from tests.permission_answers import HEADS, Row, workspace

PAYING = [
    Row("workspace/settings/paying/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
]
