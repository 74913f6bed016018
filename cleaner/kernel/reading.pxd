# The types of variables in reading.py, for Cython.
cimport cython

cdef int _NONE
cdef int _OTHERS
cdef double _NEVER, _LEAST, _SCALE

@cython.locals(
    values="int[::1]", codes="int[::1]", column=list, width=Py_ssize_t, field=Py_ssize_t,
    at=Py_ssize_t, block=Py_ssize_t, here=Py_ssize_t, part=Py_ssize_t, feature=Py_ssize_t, code=int, value=int,
)
cpdef object coded(
    object columns, Py_ssize_t fields, int[::1] parts, int[::1] sizes, int[::1] ends, Py_ssize_t count
)

@cython.locals(
    width=Py_ssize_t, at=Py_ssize_t, feature=Py_ssize_t, place=Py_ssize_t, code=int, rows=list,
    head=int, title=int, body=int, inserted=int, tail=int,
)
cpdef list scored(int[::1] codes, int[::1] table, int[::1] starts)

@cython.locals(
    hh=double, ht=double, hb=double, th=double, tt=double, tb=double, bb=double, bn=double, be=double,
    nn=double, nb=double, ee=double, h=double, t=double, b=double, n=double, e=double,
    score_h=double, score_t=double, score_b=double, score_n=double, score_e=double,
    best_h=double, best_t=double, best_b=double, best_n=double, best_e=double,
    from_h=int, from_t=int, from_b=int, from_n=int, from_e=int,
    state=int, block=Py_ssize_t, backs=list, path=list,
)
cpdef list best_path(list scores, tuple moves)

@cython.locals(
    hh=double, ht=double, hb=double, th=double, tt=double, tb=double, bb=double, bn=double, be=double,
    nn=double, nb=double, ee=double, h=double, t=double, b=double, n=double, e=double,
    score_h=double, score_t=double, score_b=double, score_n=double, score_e=double,
    row_h=double, row_t=double, row_b=double, row_n=double, row_e=double,
    now_h=double, now_t=double, now_b=double, now_n=double, now_e=double,
    most=double, total=double, block=Py_ssize_t, emitted=list, forward=list, found=list,
)
cpdef list all_paths(list scores, tuple factors)

@cython.locals(values="double[::1]", here=Py_ssize_t)
cpdef object laid_out(list rows, Py_ssize_t width)

@cython.locals(
    at=Py_ssize_t, tree=Py_ssize_t, node=int, signal=int, total=double, found=list,
)
cpdef list answers(
    double[::1] values, Py_ssize_t width, int[::1] roots, int[::1] signals, double[::1] limits, int[::1] below
)

@cython.locals(
    words=list, kept=list, heard=list, all_words=list, kept_words=list, weights=list, spoken=list,
    signals="double[::1]", most_words=double, most_blocks=double, most_in_all=double, most_places=double,
    most_kept=double, count=Py_ssize_t, turn=Py_ssize_t, total=double, stays=double, chance=double,
    mean=double, share=double, at=Py_ssize_t, low=Py_ssize_t, high=Py_ssize_t, here=Py_ssize_t,
    start=Py_ssize_t, number=Py_ssize_t, divisor=int, limit=int, code=int,
    head=double, title=double, body=double, inserted=double, tail=double, told=double,
)
cpdef object seen_again(
    list chosen, int[::1] codes, list starts, list fields, list scores, list odds, tuple columns, tuple sums,
    Py_ssize_t near, double silence, tuple most
)
