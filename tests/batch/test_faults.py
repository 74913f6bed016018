"""What one document, the machine or an impatient user may do to a batch, and what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import FAULTS, MARK, Fault

CASES = [
    pytest.param(fault, id=name, marks=[pytest.mark.slow] if fault.slow else [])
    for name, fault in FAULTS.items()
]


@pytest.mark.parametrize("fault", CASES)
def test_fault(fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MARK, str(tmp_path))  # suites may run side by side
    try:
        report = fault.happen(tmp_path)
    except PermissionError as error:
        pytest.skip(str(error))
    assert report.lost == fault.lost, report
    assert report.intact, report
    assert report.orphans == 0, report
    assert not any("Traceback" in reason for reason in report.reasons)
