"""Codes of features, scores, walks along the chain, signals and trees: what is counted for each block."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from math import exp

Row = tuple[float, float, float, float, float]  # a number for each state: head, title, body, inserted, tail
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
    columns: Iterable[list[int]],
    fields: int,
    parts: array[int],
    sizes: array[int],
    ends: array[int],
    count: int,
) -> array[int]:
    """The code of each feature for each of `count` blocks, one block after the other: the values of its
    fields as one number.

    `columns` hold the values of each of so many fields for all blocks. `parts` are the numbers of the fields
    of all features, one feature after the other, `sizes` how many values each has, and `ends` where the parts
    of each feature end.
    """
    width = len(ends)
    values, held = ints(fields * count), ints(width * count)
    codes = held
    for field, column in enumerate(columns):
        at = field
        for value in column:
            values[at] = value
            at += fields
    at = 0
    for block in range(count):
        here = block * fields
        part = 0
        for feature in range(width):
            code = 0
            while part < ends[feature]:
                value = values[here + parts[part]]
                code = code * sizes[part] + value if code >= 0 and value >= 0 else _NONE
                part += 1
            codes[at] = code
            at += 1
    return held


def scored(codes: array[int], table: array[int], starts: array[int]) -> list[Row]:
    """The score of each state for each block: the sums of its features' weights.

    `codes` are those of all features of one block after the other. `table` has five hundredths for each code
    of each feature, those of the first code of a feature at `starts`.
    """
    width = len(starts)
    rows = []
    for at in range(0, len(codes), width):
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
        rows.append((head / _SCALE, title / _SCALE, body / _SCALE, inserted / _SCALE, tail / _SCALE))
    return rows


# --- the chain ---------------------------------------------------------------------------------------------
# Both walks are written out for the twelve moves between states. h(ead), t(itle), b(ody), n: inserted,
# e: tail; two letters are the move from one to the other.


def best_path(scores: Sequence[Row], moves: Sequence[float]) -> list[int]:
    """The states of the best reading: the Viterbi algorithm. `moves` are weights, `scores` of one block at
    least; a reading ends in body or tail."""
    hh, ht, hb, th, tt, tb, bb, bn, be, nn, nb, ee = moves
    h, t, b, n, e = scores[0]
    n, e = n + _NEVER, e + _NEVER
    backs = []
    for block in range(1, len(scores)):
        score_h, score_t, score_b, score_n, score_e = scores[block]
        best_h, from_h = (h + hh, 0) if h + hh >= t + th else (t + th, 1)
        best_t, from_t = (h + ht, 0) if h + ht >= t + tt else (t + tt, 1)
        best_b, from_b = (h + hb, 0) if h + hb >= t + tb else (t + tb, 1)
        if b + bb > best_b:
            best_b, from_b = b + bb, 2
        if n + nb > best_b:
            best_b, from_b = n + nb, 3
        best_n, from_n = (b + bn, 2) if b + bn >= n + nn else (n + nn, 3)
        best_e, from_e = (b + be, 2) if b + be >= e + ee else (e + ee, 4)
        backs.append((from_h, from_t, from_b, from_n, from_e))
        h, t, b = best_h + score_h, best_t + score_t, best_b + score_b
        n, e = best_n + score_n, best_e + score_e
    state = 2 if b >= e else 4
    path = [state]
    for block in range(len(backs) - 1, -1, -1):
        state = backs[block][state]
        path.append(state)
    path.reverse()
    return path


def all_paths(scores: Sequence[Row], factors: Sequence[float]) -> list[Row]:
    """The probability of each state for each block over all readings: the forward-backward algorithm.
    `factors` are exponentials of the moves' weights."""
    hh, ht, hb, th, tt, tb, bb, bn, be, nn, nb, ee = factors
    emitted = []
    for score_h, score_t, score_b, score_n, score_e in scores:
        most = max(score_h, score_t, score_b, score_n, score_e)
        emitted.append(
            (
                exp(max(score_h - most, _LEAST)),
                exp(max(score_t - most, _LEAST)),
                exp(max(score_b - most, _LEAST)),
                exp(max(score_n - most, _LEAST)),
                exp(max(score_e - most, _LEAST)),
            )
        )
    h, t, b, n, e = emitted[0]
    n = e = 0.0
    forward = [(h, t, b, n, e)]
    for block in range(1, len(emitted)):
        row_h, row_t, row_b, row_n, row_e = emitted[block]
        now_h = row_h * (h * hh + t * th)
        now_t = row_t * (h * ht + t * tt)
        now_b = row_b * (h * hb + t * tb + b * bb + n * nb)
        now_n = row_n * (b * bn + n * nn)
        now_e = row_e * (b * be + e * ee)
        total = now_h + now_t + now_b + now_n + now_e or 1.0
        h, t, b, n, e = now_h / total, now_t / total, now_b / total, now_n / total, now_e / total
        forward.append((h, t, b, n, e))
    h = t = n = 0.0
    b = e = 1.0
    found = []
    for block in range(len(emitted) - 1, -1, -1):
        row_h, row_t, row_b, row_n, row_e = forward[block]
        now_h, now_t, now_b, now_n, now_e = row_h * h, row_t * t, row_b * b, row_n * n, row_e * e
        total = now_h + now_t + now_b + now_n + now_e or 1.0
        found.append((now_h / total, now_t / total, now_b / total, now_n / total, now_e / total))
        row_h, row_t, row_b, row_n, row_e = emitted[block]
        h, t, b, n, e = row_h * h, row_t * t, row_b * b, row_n * n, row_e * e
        now_h = h * hh + t * ht + b * hb
        now_t = h * th + t * tt + b * tb
        now_b = b * bb + n * bn + e * be
        now_n = n * nn + b * nb
        now_e = e * ee
        total = now_h + now_t + now_b + now_n + now_e or 1.0
        h, t, b, n, e = now_h / total, now_t / total, now_b / total, now_n / total, now_e / total
    found.reverse()
    return found


# --- the second look ---------------------------------------------------------------------------------------


def seen_again(
    chosen: Sequence[int],
    codes: array[int],
    starts: Sequence[int],
    fields: Sequence[tuple[int, int, int]],
    scores: Sequence[Row],
    odds: Sequence[Row],
    columns: tuple[list[float], list[float], list[float]],
    sums: tuple[list[float], list[float], list[float], list[float]],
    near: int,
    silence: float,
    most: tuple[float, float, float, float, float],
) -> array[float]:
    """The signals of each of the blocks chosen, one block after the other: see `decision/review.py`, which
    names them.

    `codes` has those of each of the blocks chosen from the place on that `starts` tells. `fields` say which
    code holds each, and the divisor and limit that take it out; `columns` are the words of each block, its
    chance to stay, and what its words say; `sums` are of words, of words that may stay, of the weight of what
    words say, and of what
    they say; `most` are the largest numbers told apart.
    """
    words, kept, heard = columns
    all_words, kept_words, weights, spoken = sums
    most_words, most_blocks, most_in_all, most_places, most_kept = most
    count = len(words)
    total, stays = 0.0, kept_words[count]
    for chance in kept:
        total += chance
    mean, share = total / count, stays / (all_words[count] or 1.0)
    held = doubles((len(fields) + _OTHERS) * len(chosen))
    signals = held
    here = 0
    for turn, at in enumerate(chosen):
        start = starts[turn]
        low, high = max(0, at - near), min(count, at + near + 1)
        for number, divisor, limit in fields:
            code = codes[start + number]
            signals[here] = -1.0 if code < 0 else code // divisor % limit
            here += 1
        head, title, body, inserted, tail = odds[at]
        signals[here] = head
        signals[here + 1] = title
        signals[here + 2] = body
        signals[here + 3] = inserted
        signals[here + 4] = tail
        head, title, body, inserted, tail = scores[at]
        signals[here + 5] = head - body
        signals[here + 6] = title - body
        signals[here + 7] = inserted - body
        signals[here + 8] = tail - body
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
        signals[here + 26] = min(stays - kept_words[at + 1], most_kept)
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
) -> list[float]:  # fmt: skip
    """What trees say of each row of `values`, added up; a row is so wide, and one stands after the other.

    A node asks whether value number `signals` is at most `limits`; the node `below` is the next then, and
    else the one behind that. Where its signal is -1, its limit is the answer. `roots` are the nodes to begin
    at.
    """
    found = []
    for at in range(0, len(values), width):
        total = 0.0
        for tree in range(len(roots)):
            node = roots[tree]
            signal = signals[node]
            while signal >= 0:
                node = below[node] + (values[at + signal] > limits[node])
                signal = signals[node]
            total += limits[node]
        found.append(total)
    return found
