"""What tests share: the packaged rules, loaded once, and where things lie."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner import Cleaner, RulePack, load_rules, select_rules

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"


@pytest.fixture(scope="session", autouse=True)
def _nobodys_rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No rules of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _interrupts() -> None:
    """A shell has what it runs in the background ignore them, and so would the processes of the tests."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--set-floor", action="store_true", help="write what tests/test_floor.py scores now")


@pytest.fixture(scope="session")
def library() -> RulePack:
    return load_rules()


@pytest.fixture(scope="session")
def cleaner(library: RulePack) -> Cleaner:
    return Cleaner(select_rules(library))
