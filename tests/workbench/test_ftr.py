"""FiveFilters site configurations, of our own writing, as site rules: what is carried over and told."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, load_rules, select_rules
from cleaner.workbench.ftr import convert

HERALD = """\ufeff# The Harbour Herald
title: //h1[@class='headline']
author: //span[@rel="author"]
body: //div[@class='new-layout']
body: //div[@id='story'] | //div[@id='story-2']
strip: //div[@class='promo']
strip_id_or_class: 'related'
strip_image_src: /pixel.gif
strip: //p/@style
strip: //p[
find_string: <x>
replace_string(http://a.example): <y>
http_header(user-agent): Mozilla/5.0
prune: no
colour: blue
body:
just words

test_url: https://herald.example/2026/pier
test_contains: met about the pier
"""
TOLD = [
    (2, "title", "metadata"),
    (3, "author", "metadata"),
    (8, "strip_image_src", "images"),
    (9, "strip", "attributes"),
    (10, "strip", "//p["),
    (11, "find_string", "rewritten"),
    (12, "replace_string", "rewritten"),
    (13, "http_header", "fetched"),
    (14, "prune", "another extractor"),
    (15, "colour", "unknown"),
    (16, "body", "no value"),
    (17, "", "not understood"),
]
PROSE = "".join(
    f"<p>On day {day} the council of the island met about the pier, and could not agree on what to do.</p>"
    for day in ("one", "two", "three", "four", "five")
)
PAGE = (
    f"<html><body><article><p>Old news. {PROSE[3:80]}</p></article><div id='story'>{PROSE}"
    "<div class='promo'><p>The Herald on paper</p></div>"
    "<div class='box-related-2'><p>The ferry is late again, say those who wait for it</p></div></div>"
    "</body></html>"
)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cleaner", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_configuration_becomes_a_site_file_and_the_rest_is_told() -> None:
    files, notes = convert({"herald.example.txt": HERALD})
    site = tomllib.loads(files["herald.example.toml"])
    body, strip = site["rule"]
    assert (site["site"], site["checked"]) == ("herald.example", False)
    assert "https://herald.example/2026/pier (has “met about the pier”)" in site["about"]
    assert body["body"] == [
        "xpath://div[@class='new-layout']",
        "xpath://div[@id='story'] | //div[@id='story-2']",
    ]
    assert strip["strip"] == [
        "xpath://div[@class='promo']",
        "xpath://*[contains(@class, 'related') or contains(@id, 'related')]",
    ]
    assert [(note.line, note.key) for note in notes] == [(line, key) for line, key, _ in TOLD]
    for note, (_, _, why) in zip(notes, TOLD, strict=True):
        assert why in note.why
        assert str(note).startswith(f"herald.example.txt:{note.line}: ")


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (["example.com.txt"], ["example.com.toml"]),
        (["www.Example.com.txt"], ["example.com.toml"]),
        ([".example.com.txt", "example.com.txt"], ["example.com.toml"]),
        (["blog.example.com.txt", "example.com.txt"], ["blog.example.com.toml", "example.com.toml"]),
        (["xn--bcher-kva.example.txt"], ["xn--bcher-kva.example.toml"]),
        (["LICENSE.txt", "global.txt", ".txt", "a b.example.txt"], []),
    ],
)
def test_a_file_is_named_after_its_site(names: list[str], written: list[str]) -> None:
    found = convert({name: f"body: //div[@id='{number}']" for number, name in enumerate(names)})
    assert sorted(found.files) == written
    assert len(found.notes) == (0 if written else len(names))


def test_a_host_comes_before_its_subdomains() -> None:
    files, _ = convert({".a.example.txt": "body: //main", "a.example.txt": "body: //article\nbody: //main"})
    (rule,) = tomllib.loads(files["a.example.toml"])["rule"]
    assert rule["body"] == ["xpath://article", "xpath://main"]


def test_a_configuration_of_nothing_we_can_use_is_told() -> None:
    files, notes = convert({"a.example.txt": "tidy: no\nbody: count(//p)", "b.example.txt": ""})
    assert not files
    assert [str(note).split(": ", 1)[1] for note in notes if not note.line] == [
        "left out: says nothing that can be carried over"
    ] * 2


@given(
    st.dictionaries(
        st.from_regex(r"[a-z.]{1,12}\.txt", fullmatch=True),
        st.lists(
            st.tuples(
                st.sampled_from(["body", "strip", "strip_id_or_class", "test_url", "x"]), st.text()
            ).map(": ".join)
            | st.text()
        ).map("\n".join),
    )
)
def test_whatever_is_written_is_valid(configurations: dict[str, str]) -> None:
    for name, text in convert(configurations).files.items():
        site = tomllib.loads(text)
        assert name == f"{site['site']}.toml"
        assert all(selector for rule in site["rule"] for selector in rule.get("body") or rule["strip"])


def test_what_is_imported_cleans(tmp_path: Path) -> None:
    source = write(tmp_path / "ftr", herald_example_txt=HERALD)
    done = run("rules", "import", "ftr", source, "-o", tmp_path / "sites")
    assert (done.returncode, done.stdout) == (0, "")
    assert "herald.example.txt:15: colour: unknown key" in done.stderr
    assert done.stderr.endswith(f"rules of 1 sites written to {tmp_path / 'sites'}\n")
    cleaner = Cleaner(select_rules(load_rules([tmp_path / "sites"])))
    cleaned = cleaner.clean(PAGE, url="https://www.herald.example/pier")
    assert cleaned.body.count("On day") == 5
    assert "Old news" not in cleaned.body
    assert [cut.text[:9] for cut in cleaned.removals] == ["The Heral", "The ferry"]
    assert {cut.rule for cut in cleaned.removals} == {"site/herald.example:strip"}


def test_nothing_is_written_unasked_and_nothing_overwritten(tmp_path: Path) -> None:
    source = write(tmp_path / "ftr", a_example_txt="body: //main", b_example_txt="body: //main")
    assert "can be written" in run("rules", "import", "ftr", source).stderr
    out = write(tmp_path / "out", b_example_toml="mine")
    refused = run("rules", "import", "ftr", source, "-o", out)
    assert refused.returncode == 2
    assert "b.example.toml: already exists" in refused.stderr
    assert [file.name for file in out.iterdir()] == ["b.example.toml"]
    assert run("rules", "import", "ftr", source, "-o", out, "--overwrite").returncode == 0
    assert "mine" not in (out / "b.example.toml").read_text(encoding="utf-8")
    assert sorted(file.name for file in out.iterdir()) == ["a.example.toml", "b.example.toml"]


@pytest.mark.parametrize("folder", ["missing", "."])
def test_a_folder_without_configurations_is_refused(tmp_path: Path, folder: str) -> None:
    refused = run("rules", "import", "ftr", tmp_path / folder)
    assert refused.returncode == 2
    assert str(tmp_path / folder) in refused.stderr


def test_thousands_of_sites_cost_a_page_no_more_than_its_own(tmp_path: Path) -> None:
    configurations = {
        f"site{number}.example.txt": "\n".join(
            f"{key}: //div[@class='{key}-{number}-{line}']" for key in ("body", "strip") for line in range(4)
        )
        for number in range(2000)
    }
    files, notes = convert(configurations)
    assert (len(files), notes) == (2000, [])
    folder = tmp_path / "sites"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    many = select_rules(load_rules([folder]))
    pages = [
        (PAGE.replace("'promo'", f"'strip-{number}-3'"), f"https://site{number}.example/")
        for number in range(0, 2000, 100)
    ]

    def seconds(cleaner: Cleaner) -> float:
        started = time.process_time()
        cuts = [cut for page, url in pages for cut in cleaner.clean(page, url=url).removals]
        spent = time.process_time() - started
        assert sum(cut.kind == "site" for cut in cuts) == (len(pages) if cleaner.rules is many else 0)
        return spent

    with_sites, without = Cleaner(many), Cleaner()
    seconds(without), seconds(with_sites)  # imports and first use
    assert min(seconds(with_sites) for _ in range(3)) < 2 * min(seconds(without) for _ in range(3)) + 0.05
