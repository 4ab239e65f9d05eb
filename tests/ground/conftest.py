import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def open_path():
    """As tmp_path, but others may walk through: a server that root lends to another account can reach it.

    pytest closes its own folder anew whenever another run starts.
    """
    with tempfile.TemporaryDirectory(prefix="mango-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
