"""What speaks for and against each block: features of the block, its neighbours and its place.

Every feature is a short string such as `run:tail/3` that a person can read in the weights file and in an
explanation. All of them are independent of the language: words enter only through the kinds of the rules
that marked a block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from cleaner.fold import bare
from cleaner.model import Block, Confidence, Mark, Removes, Shape

_WORDS = (1, 2, 3, 4, 6, 9, 13, 21, 36, 61)
_FEW = (1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 100)
_MASS = (1, 20, 50, 100, 200, 400, 800, 1600)
_SHARE = (0.001, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999)
MAIN_PROSE = "core:=/0/mass"  # the feature of a block that belongs to the article's main prose
MASS_WORDS = 12  # prose of at least this many words, unmarked, counts as the mass of the article


def _bin(value: float, edges: Sequence[float]) -> int:
    return bisect_right(edges, value)


def evidence(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> list[list[str]]:
    """The features of each block."""
    n = len(blocks)
    folded = [bare(b.folded) for b in blocks]
    kinds = [primary(m) for m in marks]
    marked = [k != "-" for k in kinds]
    words = [b.words for b in blocks]
    wbin = [_bin(w, _WORDS) for w in words]
    shapes = [b.shape for b in blocks]
    mass = [is_mass(block, found) for block, found in zip(blocks, marks, strict=True)]
    mass_words = [w if ms else 0 for w, ms in zip(words, mass, strict=True)]
    total_mass = sum(mass_words)
    total_words = sum(words) or 1
    dirt = _bin(total_mass / total_words, (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.85, 0.93))
    n_marked = sum(marked)
    mark_dirt = _bin(n_marked / n, (0.0001, 0.03, 0.08, 0.15, 0.25, 0.4)) if n else 0
    before = [0] * (n + 1)
    for i in range(n):
        before[i + 1] = before[i] + mass_words[i]
    # runs of blocks that are not mass
    run_first = [0] * n
    run_last = [0] * n
    i = 0
    run_of = [0] * n
    runs: list[tuple[int, int]] = []
    while i < n:
        j = i
        while j < n and mass[j] == mass[i]:
            j += 1
        for k in range(i, j):
            run_first[k], run_last[k] = i, j
            run_of[k] = len(runs)
        runs.append((i, j))
        i = j
    cum_marked = [0] * (n + 1)
    cum_short = [0] * (n + 1)
    cum_mass = [0] * (n + 1)
    for i in range(n):
        cum_marked[i + 1] = cum_marked[i] + marked[i]
        cum_short[i + 1] = cum_short[i] + (words[i] < 6)
        cum_mass[i + 1] = cum_mass[i] + mass[i]
    last_mark: list[int] = []
    last = -1
    for i in range(n):
        last_mark.append(last)
        if marked[i]:
            last = i
    next_mark = [0] * n
    nxt = n
    for i in range(n - 1, -1, -1):
        next_mark[i] = nxt
        if marked[i]:
            nxt = i
    # segments: stretches of mass with nothing marked between, and no more than a few other blocks
    segment = [-1] * n
    segments: list[list[int]] = []  # first, last, words
    for i in range(n):
        if not mass[i]:
            continue
        if segments and i - segments[-1][1] <= 6 and cum_marked[i] == cum_marked[segments[-1][1]]:
            segments[-1][1] = i
            segments[-1][2] += words[i]
        else:
            segments.append([i, i, words[i]])
        segment[i] = len(segments) - 1
    core = max(segments, key=lambda g: g[2]) if segments else [0, n - 1, 0]
    core_first, core_last, core_words = core
    times = Counter(folded)
    seen_at = {"comments": -1, "related": -1, "author-bio": -1, "share": -1, "copyright": -1}
    seen: Counter[str] = Counter()
    # vocabulary of the mass
    vocabulary: Counter[str] = Counter()
    word_sets: list[set[str]] = []
    for i in range(n):
        ws = {w for w in folded[i].split() if len(w) > 4}
        word_sets.append(ws)
        if mass[i]:
            vocabulary.update(ws)
    out: list[list[str]] = []
    opened_kind = "-"
    for i in range(n):
        b = blocks[i]
        s, k, wb = shapes[i], kinds[i], wbin[i]
        r0, r1 = run_first[i], run_last[i]
        tail_run = r1 == n
        head_run = r0 == 0
        where = "only" if head_run and tail_run else "head" if head_run else "tail" if tail_run else "in"
        share = before[i] / total_mass if total_mass else 0.0
        mass_before = _bin(before[i], _MASS)
        mass_after = _bin(total_mass - before[i + 1], _MASS)
        sh = _bin(share, _SHARE)
        lm, nm = last_mark[i], next_mark[i]
        dl = _bin(i - lm, _FEW) if lm >= 0 else 99
        dn = _bin(nm - i, _FEW) if nm < n else 99
        lk = kinds[lm] if lm >= 0 else "-"
        nk = kinds[nm] if nm < n else "-"
        lk_run = lk if lm >= r0 else "-"
        nk_run = nk if nm < r1 else "-"
        before_in_run = cum_marked[i] - cum_marked[r0]
        after_in_run = cum_marked[r1] - cum_marked[i + 1]
        p = "mass" if mass[i] else s.value
        ws = word_sets[i]
        if ws:
            own = 1 if mass[i] else 0
            hit = sum(1 for w in ws if vocabulary[w] > own) / len(ws)
            topic = _bin(hit, (0.001, 0.2, 0.34, 0.5, 0.67, 0.85))
        else:
            topic = 9
        text = b.text
        first = text[0]
        caps = text.isupper() and len(text) > 3
        title_case = False
        if not mass[i] and 2 <= words[i] <= 20:
            parts = text.split()
            title_case = sum(1 for w in parts if w[0].isupper()) > 0.6 * len(parts)
        ps = shapes[i - 1].value if i else "^"
        ns = shapes[i + 1].value if i + 1 < n else "$"
        pm = "m" if i and marked[i - 1] else "-"
        nmk = "m" if i + 1 < n and marked[i + 1] else "-"
        gap = min(b.gap, 3)
        gap_next = min(blocks[i + 1].gap, 3) if i + 1 < n else 0
        lo3, hi3, lo8, hi8 = max(0, i - 3), min(n, i + 4), max(0, i - 8), min(n, i + 9)
        d3m = cum_marked[hi3] - cum_marked[lo3] - marked[i]
        d8m = _bin(cum_marked[hi8] - cum_marked[lo8] - marked[i], (1, 2, 3, 5, 8))
        d3s = cum_short[hi3] - cum_short[lo3]
        d8s = _bin(cum_short[hi8] - cum_short[lo8], (1, 3, 6, 10, 14))
        d3p = cum_mass[hi3] - cum_mass[lo3]
        d8p = _bin(cum_mass[hi8] - cum_mass[lo8], (1, 2, 4, 7, 11))
        seen[folded[i]] += 1
        rep = "1" if times[folded[i]] == 1 else ("f" if seen[folded[i]] == 1 else "l")
        run_len = _bin(r1 - r0, _FEW)
        in_run = _bin(i - r0, (1, 2, 3, 5, 9, 20))
        to_end = _bin(r1 - i, (2, 3, 4, 6, 10, 20))
        run_words = _bin(sum(words[r0:r1]) if r1 - r0 < 200 else 9999, (20, 40, 80, 160, 320, 640))
        f = [
            "bias",
            f"shape:{s}/{wb}",
            f"kind:{k}",
            f"kind.len:{k}/{wb}",
            f"kind.dirt:{k}/{dirt}",
            f"kind.where:{k}/{where}",
            f"shape.dirt:{p}/{dirt}",
            f"shape.where:{p}/{wb}/{where}",
            f"dirt.where:{dirt}/{where}",
            f"markdirt.where:{mark_dirt}/{where}/{p}",
            f"fromstart:{_bin(i, _FEW)}",
            f"fromend:{_bin(n - 1 - i, _FEW)}",
            f"fromend.shape:{_bin(n - 1 - i, _FEW)}/{p}",
            f"fromstart.shape:{_bin(i, _FEW)}/{p}",
            f"share:{sh}/{p}",
            f"before:{mass_before}/{p}",
            f"after:{mass_after}/{p}",
            f"beforeafter:{mass_before}/{mass_after}",
            f"run:{where}/{run_len}/{in_run}",
            f"runend:{where}/{run_len}/{to_end}",
            f"runmarks:{where}/{min(before_in_run, 3)}/{min(after_in_run, 3)}",
            f"runmarks.shape:{p}/{min(before_in_run, 3)}/{min(after_in_run, 3)}",
            f"runwords:{where}/{run_words}",
            f"runwords.shape:{p}/{wb}/{run_words}",
            f"lastkind:{lk_run}/{where}",
            f"lastkind.dist:{lk}/{min(dl, 6)}",
            f"nextkind:{nk_run}/{where}",
            f"nextkind.dist:{nk}/{min(dn, 6)}",
            f"dl:{dl}/{p}",
            f"dn:{dn}/{p}",
            f"around:{ps}/{s}/{ns}",
            f"aroundmarks:{pm}{nmk}/{p}",
            f"gap:{gap}/{gap_next}/{p}",
            f"d3m:{d3m}/{p}",
            f"d8m:{d8m}/{p}",
            f"d3s:{d3s}/{p}",
            f"d8s:{d8s}/{p}",
            f"d3p:{d3p}/{p}",
            f"d8p:{d8p}/{p}",
            f"d8:{d8m}/{d8s}/{d8p}",
            f"rep:{rep}/{p}",
            f"topic:{topic}/{p}",
            f"topic.where:{topic}/{where}/{wb}",
            f"case:{'C' if caps else 'T' if title_case else 'l' if first.islower() else '-'}/{p}",
            f"ends:{text[-1] if not text[-1].isalnum() else 'a'}/{wb}",
        ]
        if any(m.rule.removes in (Removes.SECTION, Removes.REST) for m in marks[i]):
            f.append(f"opens:{where}/{mass_after}")
        for m in marks[i]:
            f.append(f"rule:{m.rule.confidence}/{m.rule.kind}")
        if i < core_first:
            rel, between = "<", cum_marked[core_first] - cum_marked[i + 1]
            away = core_first - i
        elif i > core_last:
            rel, between = ">", cum_marked[i] - cum_marked[core_last + 1]
            away = i - core_last
        else:
            rel, between, away = "=", 0, 0
        bt = _bin(between, (1, 2, 3, 6))
        core_share = _bin(core_words / total_mass, (0.2, 0.4, 0.6, 0.8, 0.95)) if total_mass else 9
        f.append(f"core:{rel}/{bt}/{p}")
        f.append(f"core.away:{rel}/{_bin(away, _FEW)}/{p}")
        f.append(f"core.share:{rel}/{core_share}/{p}")
        f.append(f"core.topic:{rel}/{bt}/{min(topic, 6)}")
        if mass[i]:
            sw = segments[segment[i]][2]
            f.append(f"segment:{rel}/{bt}/{_bin(sw, _MASS)}")
            f.append(f"segment.share:{rel}/{_bin(sw / core_words, (0.05, 0.1, 0.2, 0.4, 0.7, 0.99))}/{wb}")
        for kd, at in seen_at.items():
            if at >= 0:
                f.append(f"seen:{kd}/{p}/{rel}")
                f.append(f"seen.dist:{kd}/{_bin(i - at, (2, 5, 12, 40))}/{rel}")
        for m in marks[i]:
            if m.rule.kind in seen_at:
                seen_at[m.rule.kind] = i
        p2 = shapes[i - 2].value if i > 1 else "^"
        n2 = shapes[i + 2].value if i + 2 < n else "$"
        if i > 1 and p2 == s and ps == ns and ps != s:
            f.append(f"cycle2:{p}/{ps}/{rel}")
        if i > 2 and shapes[i - 3] == shapes[i] and ps != s:
            f.append(f"cycle3:{p}/{rel}")
        low = " " + folded[i] + " "
        v = ("i" if " i " in low or " my " in low or " i'" in low else "") + ("y" if " you " in low or " your " in low else "") + ("w" if " we " in low or " our " in low else "")
        f.append(f"voice:{v}/{p}")
        f.append(f"voice.rel:{v}/{rel}/{bt}")
        if len(marks[i]) > 1:
            f.append(f"marks:{min(len(marks[i]), 3)}")
        if "|" in text:
            f.append("has:|")
        if "@" in text:
            f.append("has:@")
        if "http" in text or "www." in text:
            f.append("has:url")
        if "©" in text:
            f.append("has:©")
        if mass[i] and any(q in text for q in '“”"„«「'):
            f.append("has:quote")
        # size of the prose next to it
        if not mass[i]:
            prev_run = runs[run_of[i] - 1] if run_of[i] else None
            next_run = runs[run_of[i] + 1] if run_of[i] + 1 < len(runs) else None
            pw = _bin(before[prev_run[1]] - before[prev_run[0]], _MASS) if prev_run else -1
            nw = _bin(before[next_run[1]] - before[next_run[0]], _MASS) if next_run else -1
            f.append(f"neighbours:{pw}/{nw}")
            f.append(f"neighbours.shape:{min(pw, 4)}/{min(nw, 4)}/{p}")
        else:
            rw = _bin(before[r1] - before[r0], _MASS)
            f.append(f"massrun:{rw}/{where}")
            f.append(f"massrun.n:{_bin(r1 - r0, (1, 2, 3, 5, 9))}/{wb}")
            pr = runs[run_of[i] - 1] if run_of[i] else None
            nr = runs[run_of[i] + 1] if run_of[i] + 1 < len(runs) else None
            pl = _bin(pr[1] - pr[0], _FEW) if pr else -1
            nl = _bin(nr[1] - nr[0], _FEW) if nr else -1
            f.append(f"gaps:{pl}/{nl}/{rw}")
            pmk = min(cum_marked[pr[1]] - cum_marked[pr[0]], 4) if pr else -1
            nmk2 = min(cum_marked[nr[1]] - cum_marked[nr[0]], 4) if nr else -1
            f.append(f"gapmarks:{pmk}/{nmk2}/{rw}")
            f.append(f"lastkind.mass:{lk}/{rw}")
            f.append(f"massshare:{_bin((before[r1] - before[r0]) / total_mass, _SHARE)}/{where}")
        out.append(f)
    return out


def is_mass(block: Block, marks: Sequence[Mark]) -> bool:
    """Whether a block is prose that no rule speaks against: what articles are mostly made of."""
    return block.shape is Shape.PROSE and block.words >= MASS_WORDS and primary(marks) == "-"


def primary(marks: Sequence[Mark]) -> str:
    """The kind that says most about a block: of its marks the most confident."""
    best = ""
    for mark in marks:
        if mark.rule.removes is Removes.SPAN:
            continue
        if mark.rule.confidence is Confidence.HIGH:
            return mark.rule.kind
        best = best or mark.rule.kind
    return best or "-"
