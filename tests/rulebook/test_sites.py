"""Site rules: their files, their place beside the other rules, and those that come with the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, RuleError, load_rules, select_rules
from cleaner.match.selectors import XPATH
from cleaner.page.markdown import to_markdown
from cleaner.report.rules import describe
from cleaner.rulebook.load import packaged_rules
from cleaner.workbench.lint import lint

SITE = """
site = "herald.example"
about = "Articles of the Harbour Herald."

[[rule]]
name = "boxes"
why = "The Herald's boxes of other stories."
strip = [".hh-box", "xpath://div[@data-slot='promo']"]
cuts = ['<div class="hh-box"><p>The old pier</p></div>', '<div data-slot="promo">Read it on paper</div>']
keeps = ['<p>The hh-box of the harbour master holds the keys.</p>']

[[rule]]
name = "body"
why = "The Herald's articles."
body = ["#hh-story"]
cuts = ['<div id="hh-story"><p>The pier was closed on Monday.</p></div>']
keeps = ['<div id="hh-front"><p>The pier was closed on Monday.</p></div>']

[[rule]]
name = "slogan"
why = "The Herald's slogan, below each article."
confidence = "high"
equals.en = ["All the tides that fit"]
cuts.en = ["All the tides that fit!"]
keeps.en = ["All the tides that fit into a year were listed by the harbour master."]
"""
PROSE = "".join(
    f"<p>On day {day} the council of the island met about the pier, and could not agree on what to do.</p>"
    for day in ("one", "two", "three", "four")
)
PAGE = (
    f'<html><body><div id="top"><p>Weather for sailors, {PROSE[3:60]}</p></div><div id="hh-story">{PROSE}'
    '<div class="hh-box"><p>Fishermen want the old pier back</p></div>'
    "<p>All the tides that fit</p></div></body></html>"
)


def write(folder: Path, text: str = SITE, name: str = "sites/herald.example.toml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_site_file_acts_on_its_site_and_its_subdomains(tmp_path: Path) -> None:
    write(tmp_path)
    cleaner = Cleaner(select_rules(load_rules([tmp_path])))
    cleaned = cleaner.clean(PAGE, url="https://www.herald.example/pier")
    assert cleaned.body.count("\n\n") == 3
    assert [(cut.rule, cut.why) for cut in cleaned.removals] == [
        ("site/herald.example:boxes", "The Herald's boxes of other stories."),
        ("site/herald.example:slogan", "The Herald's slogan, below each article."),
    ]
    elsewhere = cleaner.clean(PAGE, url="https://notherald.example/pier")
    assert not [cut for cut in elsewhere.removals if cut.kind == "site"]
    assert "All the tides" in cleaner.clean("A line.\n\nAll the tides that fit\n\nAnother line.").body


def test_an_article_where_its_site_says_has_blocks_and_a_kind_too(tmp_path: Path) -> None:
    write(tmp_path)
    marked = PAGE.replace("</div></body>", "<h2>What to do</h2><ul><li>Wait.</li></ul></div></body>")
    cleaned = Cleaner(select_rules(load_rules([tmp_path]))).clean(marked, url="https://herald.example/pier")
    assert cleaned.metadata["page_kind"] == "article"
    assert [block.type for block in cleaned.blocks] == ["paragraph"] * 4 + ["heading", "item"]
    assert to_markdown(cleaned) == cleaned.body.replace("What to do", "## What to do")


@pytest.mark.parametrize("ignored", ["site", "site/herald.example*"])
def test_sites_are_switched_off_like_any_kind(tmp_path: Path, ignored: str) -> None:
    write(tmp_path)
    pack = select_rules(load_rules([tmp_path]), ignore=[ignored])
    assert not [rule for rule in pack.rules if "herald.example" in rule.sites]
    page = Cleaner(pack).clean(PAGE, url="https://herald.example/pier")
    assert "All the tides that fit" in page.body


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ('site = "herald.example"', "site = 3", "site", "expected a host"),
        ('site = "herald.example"', 'site = "https://herald.example/"', "site", "expected a host"),
        ('site = "herald.example"', 'site = "Herald.example"', "site", "small letters"),
        ('about = "', 'kind = "site"\nabout = "', "kind", "unknown key"),
        ('about = "', 'checked = "no"\nabout = "', "checked", "true or false"),
        ("strip = [", "css = [", "css", "`strip`"),
        ("[[rule]]", "[[rule]]\nsites = ['a.b']", "sites", "`site`"),
        ('strip = [".hh-box"', 'strip = [".a >> .b"', "strip", "selector"),
        ('strip = [".hh-box"', 'strip = ["xpath://["', "strip", "selector"),
        ('body = ["#hh-story"]', 'body = ["xpath:1"]', "body", "selector"),
        ('strip = [".hh-box"', "strip = [1", "css", "strings"),
        ("cuts = ['<div class", "cut = ['<div class", "cut", "unknown key"),
        ("""cuts = ['<div id="hh-story">""", """unless = ['<div id="hh-story">""", "cuts", "examples"),
        ('equals.en = ["All the tides that fit"]', "", "equals", "the rule looks for nothing"),
    ],
)  # fmt: skip
def test_a_wrong_site_file_is_refused_before_any_page(
    tmp_path: Path, old: str, new: str, key: str, expected: str
) -> None:
    assert old in SITE
    file = write(tmp_path, SITE.replace(old, new, 1))
    with pytest.raises(RuleError) as refused:
        load_rules([tmp_path])
    assert (refused.value.key, str(file) in str(refused.value)) == (key, True)
    assert expected in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "spot"),
    [
        ('strip = [".hh-box"', 'strip = [".a >> .b"', 'strip = [".a >> .b"'),
        ("strip = [", "css = [", "css = ["),
        ('equals.en = ["All the tides that fit"]', 'equals.xx = ["All"]', "equals.xx"),
        ("cuts = ['<div id=", "unless = ['<div id=", '[[rule]]\nname = "body"'),
    ],
)
def test_its_errors_point_to_the_line(tmp_path: Path, old: str, new: str, spot: str) -> None:
    text = SITE.replace(old, new, 1)
    write(tmp_path, text)
    with pytest.raises(RuleError) as refused:
        load_rules([tmp_path])
    assert refused.value.line == text[: text.index(spot)].count("\n") + 1


def test_rules_nobody_has_checked_need_no_examples(tmp_path: Path) -> None:
    text = "site = 'a.example'\nchecked = false\n[[rule]]\nname = 'b'\nwhy = 'It goes.'\nstrip = ['.b']\n"
    write(tmp_path, text, "a.toml")
    (rule,) = (rule for rule in load_rules([tmp_path], packaged=False).rules)
    assert (rule.id, rule.checked, rule.css, rule.sites) == (
        "site/a.example:b",
        False,
        (".b",),
        ("a.example",),
    )
    assert "not checked" in describe(rule)
    write(tmp_path, text + "equals.en = ['All the tides that fit']\n", "a.toml")
    assert not lint(load_rules([tmp_path], packaged=False))
    write(tmp_path, text.replace("false", "true"), "a.toml")
    with pytest.raises(RuleError, match="examples"):
        load_rules([tmp_path])


# --- those of the package ----------------------------------------------------------------------------------

FILES = sorted((packaged_rules() / "sites").glob("*.toml"))
PACKAGED = [rule for rule in load_rules().rules if rule.kind == "site"]


def test_there_are_enough_to_prove_the_mechanism() -> None:
    assert len(FILES) >= 15


def test_each_site_has_one_file_of_its_name_and_all_rules_are_checked() -> None:
    assert {rule.sites for rule in PACKAGED} == {(file.stem,) for file in FILES}
    assert all(Path(rule.file).stem == rule.sites[0] and rule.checked for rule in PACKAGED)


def test_no_text_pays_for_lxml_because_a_packaged_rule_is_written_in_xpath() -> None:
    assert not [s for rule in PACKAGED for s in (*rule.css, *rule.body) if s.startswith(XPATH)]
