"""Which rules are in force: configuration files, one's own folder, options, and which of them wins."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

TEXT = "The council met on Tuesday, and will again.\n\nZap this line\n\nPow this line\n\nIt rained all day.\n"
RULE = """
kind = "{kind}"

[[rule]]
name = "line"
why = "These tests want to see it cut."
confidence = "{confidence}"
equals.any = ["{kind} this line"]
cuts.any = ["{kind} this line"]
keeps.any = ["{kind} this line of argument and see what is left of the case."]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with two rule files, and a user without rules."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    folder = tmp_path / "project"
    (folder / "my-rules").mkdir(parents=True)
    (folder / "my-rules" / "zap.toml").write_text(RULE.format(kind="zap", confidence="high"))
    (folder / "pow.toml").write_text(RULE.format(kind="pow", confidence="high"))
    (folder / "a.txt").write_text(TEXT)
    return folder


def cleaner(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cleaner", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def cut(*arguments: str, cwd: Path) -> set[str]:
    """Which of the two lines go."""
    done = cleaner("a.txt", *arguments, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return {word for word in ("Zap", "Pow") if f"{word} this line" not in done.stdout}


@pytest.mark.parametrize(
    ("settings", "options", "gone"),
    [
        ("", [], set()),
        ('rules = ["my-rules"]', [], {"Zap"}),
        ('rules = ["my-rules", "pow.toml"]', [], {"Zap", "Pow"}),
        ('rules = ["my-rules"]', ["--rules", "pow.toml"], {"Zap", "Pow"}),
        ('rules = ["my-rules"]', ["--isolated"], set()),
        ('rules = ["my-rules"]', ["--isolated", "--rules", "pow.toml"], {"Pow"}),
        ('rules = ["my-rules", "pow.toml"]\nkeep = ["zap"]', [], {"Pow"}),
        ('rules = ["my-rules", "pow.toml"]\nkeep = ["zap"]', ["--keep", "pow"], {"Zap"}),
        ('rules = ["my-rules", "pow.toml"]\nkeep = ["zap"]', ["--keep", ""], {"Zap", "Pow"}),
        ('rules = ["my-rules", "pow.toml"]\nkeep = ["zap"]', ["--drop", "zap"], {"Zap", "Pow"}),
        ('rules = ["my-rules", "pow.toml"]\nignore = ["zap/line"]', [], {"Pow"}),
        ('rules = ["my-rules", "pow.toml"]\nignore = ["zap", "pow"]', ["--select", "zap"], {"Zap"}),
        ('rules = ["my-rules", "pow.toml"]\nselect = ["pow"]', [], {"Pow"}),
        ('rules = ["my-rules", "pow.toml"]\nselect = ["pow"]', ["--ignore", "pow"], {"Zap"}),
        ('rules = ["my-rules", "pow.toml"]\nallow = ["ZAP this line!"]', [], {"Pow"}),
        (
            'rules = ["my-rules", "pow.toml"]\nallow = ["zap this line"]',
            ["--allow", "pow this line"],
            {"Zap"},
        ),
    ],
)
@pytest.mark.parametrize(
    ("file", "header"), [("cleaner.toml", ""), ("pyproject.toml", "[project]\nname = 'x'\n[tool.cleaner]\n")]
)
def test_settings_and_options(
    project: Path, file: str, header: str, settings: str, options: Sequence[str], gone: set[str]
) -> None:
    (project / file).write_text(header + settings)
    assert cut(*options, cwd=project) == gone


def test_caution_is_a_setting(project: Path) -> None:
    (project / "cleaner.toml").write_text('caution = "reckless"')
    assert "expected one of low, normal, high, not 'reckless'" in cleaner("a.txt", cwd=project).stderr
    (project / "cleaner.toml").write_text('caution = "high"')
    assert cleaner("a.txt", cwd=project).returncode == 0


def test_the_nearest_file_counts_and_its_paths_are_seen_from_it(project: Path) -> None:
    (project / "cleaner.toml").write_text('rules = ["my-rules"]')
    below = project / "texts" / "deep"
    below.mkdir(parents=True)
    (below / "a.txt").write_text(TEXT)
    (below.parent / "pyproject.toml").write_text("[project]\nname = 'not about cleaner'\n")
    assert cut(cwd=below) == {"Zap"}
    (below.parent / "pyproject.toml").write_text("[tool.cleaner]\nrules = ['../pow.toml']\n")
    assert cut(cwd=below) == {"Pow"}
    (below.parent / "cleaner.toml").write_text("")
    assert cut(cwd=below) == set()


def test_layers_lie_on_one_another_key_by_key(project: Path, tmp_path: Path) -> None:
    own = tmp_path / "home" / "article-cleaner" / "rules"
    own.mkdir(parents=True)
    (own / "zap.toml").write_text(RULE.format(kind="zap", confidence="low"))
    assert cut(cwd=project) == set()
    (project / "more.toml").write_text('kind = "zap"\n[[rule]]\nname = "line"\nconfidence = "high"\n')
    (project / "cleaner.toml").write_text('rules = ["more.toml"]')
    assert cut(cwd=project) == {"Zap"}
    over = tmp_path / "over.toml"
    pow_ = '["Pow this line"]'
    over.write_text(f'kind = "zap"\n[[rule]]\nname = "line"\nequals.any = {pow_}\ncuts.any = {pow_}\n')
    assert cut("--rules", str(over), cwd=project) == {"Pow"}
    for options, layer in (([], "more.toml"), (["--rules", str(over)], str(over))):
        listed = cleaner("rules", "list", "zap", *options, cwd=project).stdout
        assert listed.split()[:3] == ["zap/line", "high", layer]
    assert " packaged " in cleaner("rules", "list", "related", cwd=project).stdout
    assert cut("--isolated", cwd=project) == set()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            'keeep = ["zap"]',
            ":1:1, key “keeep”: unknown key (did you mean “keep”?); expected one of rules, select",
        ),
        ('rules = "my-rules"', ":1:1, key “rules”: expected a list of non-empty strings\n    1 | rules"),
        ('rules = ["my-rules", "nope"]', ":1:22, key “rules”: no such file or folder: nope\n    1 | rules"),
        (
            'keep = ["capption"]',
            ":1:9, key “keep”: no rule or kind is called “capption” (did you mean “caption”?)",
        ),
        ("keep = [", ": is not valid TOML"),
        ("keep = [1]", ":1:1, key “keep”: expected a list"),
    ],
)
@pytest.mark.parametrize("file", ["cleaner.toml", "pyproject.toml"])
def test_a_mistake_stops_the_run_before_it_starts(project: Path, file: str, settings: str, says: str) -> None:
    header = "" if file == "cleaner.toml" else "[tool.cleaner]\n"
    (project / file).write_text(header + settings)
    done = cleaner("a.txt", "-o", "out.txt", cwd=project)
    if header:
        says = says.replace(":1:", ":2:").replace("\n    1 |", "\n    2 |")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{project / file}{says}" in done.stderr
    assert not (project / "out.txt").exists()
    assert cleaner("a.txt", "--isolated", cwd=project).returncode == 0


def test_a_name_of_old_is_told_of(project: Path) -> None:
    zap = project / "my-rules" / "zap.toml"
    zap.write_text(zap.read_text().replace("why", 'aliases = ["bang/line"]\nwhy', 1))
    (project / "cleaner.toml").write_text('rules = ["my-rules"]\nkeep = ["bang"]')
    done = cleaner("a.txt", cwd=project)
    assert (done.returncode, done.stdout) == (0, TEXT)
    assert done.stderr == "note: bang is now called zap/line\n"
    assert "formerly: bang/line" in cleaner("rules", "show", "bang/line", cwd=project).stdout


def test_the_library_call_does_not_look_around(project: Path) -> None:
    (project / "cleaner.toml").write_text('rules = ["my-rules"]\nnonsense = 1')
    program = "import cleaner, sys; print(cleaner.clean(sys.stdin.read()).body, end='')"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project, input=TEXT, capture_output=True, text=True, check=True
    )
    assert done.stdout == TEXT
