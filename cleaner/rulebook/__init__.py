"""From TOML files to the rules in force.

`load.py` is the way through: `rulefile.py` reads a file (`sitefile.py` those of single sites), `layers.py`
lays the files over one another, `check.py` says what is wrong (by the table of keys in `keys.py`; the line
is found by `tomlplace.py`), and `pack.py` makes the rules. `select.py` chooses.
`languages.py` knows which languages phrases may be in.
"""

from cleaner.rulebook.keys import (
    FILE_KEYS,
    KEYS,
    KIND,
    RULE_ID,
    SITE_FILE_KEYS,
    Form,
    Key,
    Use,
    did_you_mean,
    named,
)
from cleaner.rulebook.languages import PREVIEW, language_meant, languages, phrase_table, without_phrases
from cleaner.rulebook.load import build, faults, load, read
from cleaner.rulebook.rulefile import Source
from cleaner.rulebook.select import select
from cleaner.rulebook.sitefile import HOST, SAID_OTHERWISE, is_host, written_name

__all__ = [
    "FILE_KEYS",
    "HOST",
    "KEYS",
    "KIND",
    "PREVIEW",
    "RULE_ID",
    "SAID_OTHERWISE",
    "SITE_FILE_KEYS",
    "Form",
    "Key",
    "Source",
    "Use",
    "build",
    "did_you_mean",
    "faults",
    "is_host",
    "language_meant",
    "languages",
    "load",
    "named",
    "phrase_table",
    "read",
    "select",
    "without_phrases",
    "written_name",
]
