"""The loops of the chain's learner, over the blocks of all texts: plain functions of arrays.

numba compiles them where it is installed, as the extra `train` has it; without it they say the same, a
thousand times as slowly. A text is some blocks one after the other: from `offsets` on, `lengths` of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Columns = npt.NDArray[np.int32]

_Loop = TypeVar("_Loop", bound=Callable[..., object])
_TINY = 1e-300  # in place of what is too small to be told from nothing


def _compiled(loop: _Loop) -> _Loop:
    try:
        from numba import njit  # noqa: PLC0415  (an extra)
    except ImportError:
        return loop
    made: _Loop = njit(cache=True)(loop)
    return made


@_compiled
def gathered(columns: Columns, weights: Floats, sums: Floats) -> None:
    """Write to `sums` what the weights of each block's features add up to by state; -1 is no feature."""
    for block in range(columns.shape[0]):
        sums[block] = 0.0
        for place in range(columns.shape[1]):
            column = columns[block, place]
            if column >= 0:
                for state in range(weights.shape[1]):
                    sums[block, state] += weights[column, state]


@_compiled
def dealt_out(columns: Columns, slopes: Floats, sums: Floats) -> None:
    """The way back: add the slopes of each block to those of its features."""
    for block in range(columns.shape[0]):
        for place in range(columns.shape[1]):
            column = columns[block, place]
            if column >= 0:
                for state in range(slopes.shape[1]):
                    sums[column, state] += slopes[block, state]


@_compiled
def all_paths(
    emit: Floats,
    move: Floats,
    ends: tuple[Floats, Floats],
    offsets: Numbers,
    lengths: Numbers,
    weights: Floats,
    posterior: Floats,
    moves: Floats,
) -> float:
    """The logarithms of the sums over all paths through each text, times the texts' weights, added up.

    `emit` has a factor for each block and state, `move` one for each move, `ends` which states a text may
    begin with, and which it may end with. Writes the chance of each state of each block, times the weight of
    its text, to `posterior`, and adds to `moves` how often each move is expected, weighted alike (Rabiner,
    1989).
    """
    states = emit.shape[1]
    total = 0.0
    longest = lengths.max()
    alpha, scale = np.zeros((longest, states)), np.zeros(longest)
    now, ahead = np.zeros(states), np.zeros(states)
    for text in range(len(lengths)):
        first, count, weight = offsets[text], lengths[text], weights[text]
        for t in range(count):
            scale[t] = 0.0
            for after in range(states):
                reached = 0.0
                if t == 0:
                    reached = ends[0][after]
                else:
                    for before in range(states):
                        reached += alpha[t - 1, before] * move[before, after]
                alpha[t, after] = reached * emit[first + t, after]
                scale[t] += alpha[t, after]
            scale[t] = max(scale[t], _TINY)
            total += weight * np.log(scale[t])
            for state in range(states):
                alpha[t, state] /= scale[t]
        end = 0.0
        for state in range(states):
            end += alpha[count - 1, state] * ends[1][state]
            now[state] = ends[1][state]
        end = max(end, _TINY)
        total += weight * np.log(end)
        for t in range(count - 1, -1, -1):
            if t < count - 1:
                for after in range(states):
                    ahead[after] = emit[first + t + 1, after] * now[after] / scale[t + 1]
                for before in range(states):
                    now[before] = 0.0
                    for after in range(states):
                        follows = move[before, after] * ahead[after]
                        now[before] += follows
                        moves[before, after] += weight / end * alpha[t, before] * follows
            for state in range(states):
                posterior[first + t, state] = weight / end * alpha[t, state] * now[state]
    return total
