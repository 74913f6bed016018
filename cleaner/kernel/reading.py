"""Codes of features, scores, walks along the chain, signals and trees: what is counted for each block."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from math import exp, log1p

_NONE = -1  # the code of a feature that says nothing
_NEVER = -1e9
_LEAST = -60.0  # of the logarithm of a probability beside the likeliest
_SCALE = 100.0  # weights are hundredths
_OTHERS = 27  # signals that are no fields of features


def ints(count: int) -> array[int]:
    """So many zeros, as C has them."""
    return array("i", (0,)) * count


def doubles(count: int) -> array[float]:
    """So many zeros, as C has them."""
    return array("d", (0.0,)) * count


# --- features ----------------------------------------------------------------------------------------------


def coded(
    values: array[int], width: int, blocks: array[int], parts: array[int], sizes: array[int], ends: array[int]
) -> array[int]:
    """The code of each feature for each of these blocks, one block after the other: the values of its fields
    as one number.

    `values` hold those of all fields, so many a block. `parts` are the columns of the fields of all features,
    one feature after the other, `sizes` how many values each has, and `ends` where the parts of each feature
    end.
    """
    features = len(ends)
    held = ints(features * len(blocks))
    codes = held
    at = 0
    for turn in range(len(blocks)):
        here = blocks[turn] * width
        part = 0
        for feature in range(features):
            code = 0
            while part < ends[feature]:
                value = values[here + parts[part]]
                code = code * sizes[part] + value if code >= 0 and value >= 0 else _NONE
                part += 1
            codes[at] = code
            at += 1
    return held


def scored(codes: array[int], table: array[int], starts: array[int]) -> array[float]:
    """The score of each state for each block, five a block: the sums of its features' weights.

    `codes` are those of all features of one block after the other. `table` has five hundredths for each code
    of each feature, those of the first code of a feature at `starts`.
    """
    width = len(starts)
    blocks = len(codes) // width
    held = doubles(5 * blocks)
    scores = held
    at = 0
    for block in range(blocks):
        head = title = body = inserted = tail = 0
        for feature in range(width):
            code = codes[at + feature]
            if code >= 0:
                place = starts[feature] + 5 * code
                head += table[place]
                title += table[place + 1]
                body += table[place + 2]
                inserted += table[place + 3]
                tail += table[place + 4]
        here = 5 * block
        scores[here] = head / _SCALE
        scores[here + 1] = title / _SCALE
        scores[here + 2] = body / _SCALE
        scores[here + 3] = inserted / _SCALE
        scores[here + 4] = tail / _SCALE
        at += width
    return held


# --- the chain ---------------------------------------------------------------------------------------------
# Both walks are written out for the twelve moves between states. h(ead), t(itle), b(ody), n: inserted,
# e: tail; two letters are the move from one to the other.


def best_path(scores: array[float], moves: Sequence[float]) -> array[int]:
    """The states of the best reading: the Viterbi algorithm. `moves` are weights, `scores` five a block, of
    one block at least; a reading ends in body or tail."""
    hh, ht, hb, th, tt, tb, bb, bn, be, nn, nb, ee = moves
    size = len(scores)
    held, path = bytearray(size), ints(size // 5)
    backs, states = held, path
    h, t, b, n, e = scores[0], scores[1], scores[2], scores[3] + _NEVER, scores[4] + _NEVER
    for at in range(5, size, 5):
        best_h, from_h = (h + hh, 0) if h + hh >= t + th else (t + th, 1)
        best_t, from_t = (h + ht, 0) if h + ht >= t + tt else (t + tt, 1)
        best_b, from_b = (h + hb, 0) if h + hb >= t + tb else (t + tb, 1)
        if b + bb > best_b:
            best_b, from_b = b + bb, 2
        if n + nb > best_b:
            best_b, from_b = n + nb, 3
        best_n, from_n = (b + bn, 2) if b + bn >= n + nn else (n + nn, 3)
        best_e, from_e = (b + be, 2) if b + be >= e + ee else (e + ee, 4)
        backs[at] = from_h
        backs[at + 1] = from_t
        backs[at + 2] = from_b
        backs[at + 3] = from_n
        backs[at + 4] = from_e
        h, t, b = best_h + scores[at], best_t + scores[at + 1], best_b + scores[at + 2]
        n, e = best_n + scores[at + 3], best_e + scores[at + 4]
    state = 2 if b >= e else 4
    for block in range(size // 5 - 1, -1, -1):
        states[block] = state
        state = backs[5 * block + state]
    return path


def all_paths(scores: array[float], factors: Sequence[float]) -> array[float]:
    """The probability of each state for each block over all readings, five a block: the forward-backward
    algorithm. `factors` are exponentials of the moves' weights."""
    hh, ht, hb, th, tt, tb, bb, bn, be, nn, nb, ee = factors
    size = len(scores)
    held, odds = doubles(size), doubles(size)
    emitted, found = held, odds  # `found` has the way forward first
    for at in range(0, size, 5):
        h, t, b, n, e = scores[at], scores[at + 1], scores[at + 2], scores[at + 3], scores[at + 4]
        most = max(h, t, b, n, e)
        emitted[at] = exp(max(h - most, _LEAST))
        emitted[at + 1] = exp(max(t - most, _LEAST))
        emitted[at + 2] = exp(max(b - most, _LEAST))
        emitted[at + 3] = exp(max(n - most, _LEAST))
        emitted[at + 4] = exp(max(e - most, _LEAST))
    h, t, b, n, e = emitted[0], emitted[1], emitted[2], 0.0, 0.0
    found[0], found[1], found[2], found[3], found[4] = h, t, b, n, e
    for at in range(5, size, 5):
        now_h = emitted[at] * (h * hh + t * th)
        now_t = emitted[at + 1] * (h * ht + t * tt)
        now_b = emitted[at + 2] * (h * hb + t * tb + b * bb + n * nb)
        now_n = emitted[at + 3] * (b * bn + n * nn)
        now_e = emitted[at + 4] * (b * be + e * ee)
        total = now_h + now_t + now_b + now_n + now_e or 1.0
        h, t, b, n, e = now_h / total, now_t / total, now_b / total, now_n / total, now_e / total
        found[at], found[at + 1], found[at + 2], found[at + 3], found[at + 4] = h, t, b, n, e
    h = t = n = 0.0
    b = e = 1.0
    for at in range(size - 5, -1, -5):
        now_h, now_t, now_b = found[at] * h, found[at + 1] * t, found[at + 2] * b
        now_n, now_e = found[at + 3] * n, found[at + 4] * e
        total = now_h + now_t + now_b + now_n + now_e or 1.0
        found[at], found[at + 1], found[at + 2] = now_h / total, now_t / total, now_b / total
        found[at + 3], found[at + 4] = now_n / total, now_e / total
        h, t, b = emitted[at] * h, emitted[at + 1] * t, emitted[at + 2] * b
        n, e = emitted[at + 3] * n, emitted[at + 4] * e
        now_h = h * hh + t * ht + b * hb
        now_t = h * th + t * tt + b * tb
        now_b = b * bb + n * bn + e * be
        now_n = n * nn + b * nb
        now_e = e * ee
        total = now_h + now_t + now_b + now_n + now_e or 1.0
        h, t, b, n, e = now_h / total, now_t / total, now_b / total, now_n / total, now_e / total
    return odds


def stays(odds: array[float]) -> array[float]:
    """The chance that each block is the title or body."""
    held = doubles(len(odds) // 5)
    kept = held
    for block in range(len(held)):
        kept[block] = odds[5 * block + 1] + odds[5 * block + 2]
    return held


# --- the second look ---------------------------------------------------------------------------------------


def sums_of(
    words: array[int], kept: array[float], said: Sequence[float | None], silence: float
) -> tuple[array[float], array[float], array[float], array[float], array[float]]:
    """What words say, `silence` where that is None; and before each block, and in all: the words, those that
    may stay, the weight of what words say, and what they say."""
    count = len(words)
    told = doubles(count)
    held = doubles(count + 1), doubles(count + 1), doubles(count + 1), doubles(count + 1)
    heard = told
    all_words, kept_words, weights, spoken = held
    every = stay = weight = sums = 0.0
    for at in range(count):
        one = said[at]
        each, here = 0.0, silence
        if one is not None:
            each, here = log1p(words[at]), one
        heard[at] = here
        every += words[at]
        stay += kept[at] * words[at]
        weight += each
        sums += here * each
        all_words[at + 1] = every
        kept_words[at + 1] = stay
        weights[at + 1] = weight
        spoken[at + 1] = sums
    return told, *held


def seen_again(
    chosen: array[int],
    codes: array[int],
    fields: Sequence[tuple[int, int, int]],
    scores: array[float],
    odds: array[float],
    words: array[int],
    kept: array[float],
    sums: tuple[array[float], array[float], array[float], array[float], array[float]],
    near: int,
    silence: float,
    most: tuple[float, float, float, float, float],
) -> array[float]:
    """The signals of each of the blocks chosen, one block after the other: see `decision/review.py`, which
    names them.

    `codes` has those of the blocks chosen, `scores` and `odds` those of all. `fields` say which code holds
    each, and the divisor and limit that take it out; `words` are those of each block, `kept` its chance to
    stay, and `sums` as from `sums_of`; `most` are the largest numbers told apart.
    """
    heard, all_words, kept_words, weights, spoken = sums
    most_words, most_blocks, most_in_all, most_places, most_kept = most
    count, features = len(words), len(codes) // (len(chosen) or 1)
    total, staying = 0.0, kept_words[count]
    for at in range(count):
        total += kept[at]
    mean, share = total / count, staying / (all_words[count] or 1.0)
    held = doubles((len(fields) + _OTHERS) * len(chosen))
    signals = held
    here = 0
    for turn in range(len(chosen)):
        at = chosen[turn]
        start, row = turn * features, 5 * at
        low, high = max(0, at - near), min(count, at + near + 1)
        for number, divisor, limit in fields:
            code = codes[start + number]
            signals[here] = -1.0 if code < 0 else code // divisor % limit
            here += 1
        for state in range(5):
            signals[here + state] = odds[row + state]
        body = scores[row + 2]
        signals[here + 5] = scores[row] - body
        signals[here + 6] = scores[row + 1] - body
        signals[here + 7] = scores[row + 3] - body
        signals[here + 8] = scores[row + 4] - body
        signals[here + 9] = kept[at - 1] if at else -1.0
        signals[here + 10] = kept[at + 1] if at + 1 < count else -1.0
        signals[here + 11] = kept[at - 3] if at >= 3 else -1.0
        signals[here + 12] = kept[at + 3] if at + 3 < count else -1.0
        signals[here + 13] = (kept_words[high] - kept_words[low]) / max(all_words[high] - all_words[low], 1.0)
        signals[here + 14] = mean
        signals[here + 15] = share
        signals[here + 16] = heard[at]
        signals[here + 17] = heard[at - 1] if at else silence
        signals[here + 18] = heard[at + 1] if at + 1 < count else silence
        told = weights[high] - weights[low]
        signals[here + 19] = (spoken[high] - spoken[low]) / told if told > 0.5 else silence
        signals[here + 20] = min(words[at], most_words)
        signals[here + 21] = min(count, most_blocks)
        signals[here + 22] = min(all_words[count], most_in_all)
        signals[here + 23] = min(at, most_places)
        signals[here + 24] = min(count - 1 - at, most_places)
        signals[here + 25] = min(kept_words[at], most_kept)
        signals[here + 26] = min(staying - kept_words[at + 1], most_kept)
        here += _OTHERS
    return held


# --- trees -------------------------------------------------------------------------------------------------


def laid_out(rows: list[Sequence[float]], width: int) -> array[float]:
    """Rows of numbers, each so wide, one after the other."""
    held = doubles(len(rows) * width)
    values = held
    here = 0
    for row in rows:
        for value in row:
            values[here] = value
            here += 1
    return held


def answers(
    values: array[float], width: int, roots: array[int], signals: array[int], limits: array[float],
    below: array[int],
) -> array[float]:  # fmt: skip
    """What trees say of each row of `values`, added up; a row is so wide, and one stands after the other.

    A node asks whether value number `signals` is at most `limits`; the node `below` is the next then, and
    else the one behind that. Where its signal is -1, its limit is the answer. `roots` are the nodes to begin
    at.
    """
    held = doubles(len(values) // width)
    found = held
    rows = len(held)
    for tree in range(len(roots)):  # a tree for all rows stays at hand
        root = roots[tree]
        first = signals[root]
        at = 0
        for row in range(rows):
            node, signal = root, first
            while signal >= 0:
                node = below[node] + (values[at + signal] > limits[node])
                signal = signals[node]
            found[row] += limits[node]
            at += width
    return held
