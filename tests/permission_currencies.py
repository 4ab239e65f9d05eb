"""The rows of other currencies for tests/permission_table.py."""

from tests.permission_answers import HEADS, Row, workspace

CURRENCIES = [Row("workspace/settings/currencies/", get=workspace(200, **HEADS), post=workspace(422, **HEADS))]
