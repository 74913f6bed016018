"""From TOML files to the rules in force.

`load.py` reads the layers and selects; `keys.py` is the table of what a rule file may say; `sitefile.py`
the files of single sites; `cache.py` keeps what was read; `tomlplace.py` finds the line an error is in.
"""

from cleaner.rulebook.keys import (
    FILE_KEYS,
    KEYS,
    KIND,
    LANGUAGES,
    PREVIEW,
    RULE_ID,
    SITE_FILE_KEYS,
    Form,
    Key,
    Use,
    did_you_mean,
    named,
)
from cleaner.rulebook.load import Source, build, load, read, select
from cleaner.rulebook.sitefile import HOST, SAID_OTHERWISE, is_host, written_name

__all__ = [
    "FILE_KEYS",
    "HOST",
    "KEYS",
    "KIND",
    "LANGUAGES",
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
    "is_host",
    "load",
    "named",
    "read",
    "select",
    "written_name",
]
