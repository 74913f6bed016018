# The types of variables in reading.py, for Cython.
cimport cython

cdef int _NONE
cdef int _OTHERS
cdef double _NEVER, _LEAST, _SCALE

@cython.locals(
    codes="int[::1]", features=Py_ssize_t, at=Py_ssize_t, turn=Py_ssize_t, here=Py_ssize_t, part=Py_ssize_t,
    feature=Py_ssize_t, code=int, value=int,
)
cpdef object coded(
    short[::1] values, Py_ssize_t width, int[::1] blocks, int[::1] parts, int[::1] sizes, int[::1] ends
)

@cython.locals(
    width=Py_ssize_t, blocks=Py_ssize_t, block=Py_ssize_t, scores="double[::1]", at=Py_ssize_t, here=Py_ssize_t,
    feature=Py_ssize_t, place=Py_ssize_t, code=int, head=int, title=int, body=int, inserted=int, tail=int,
)
cpdef object scored(int[::1] codes, int[::1] table, int[::1] starts)

@cython.locals(
    hh=double, ht=double, hb=double, th=double, tt=double, tb=double, bb=double, bn=double, be=double,
    nn=double, nb=double, ee=double, h=double, t=double, b=double, n=double, e=double,
    best_h=double, best_t=double, best_b=double, best_n=double, best_e=double,
    from_h=int, from_t=int, from_b=int, from_n=int, from_e=int, size=Py_ssize_t, at=Py_ssize_t,
    state=int, block=Py_ssize_t, backs="unsigned char[::1]", states="int[::1]",
)
cpdef object best_path(double[::1] scores, tuple moves)

@cython.locals(
    hh=double, ht=double, hb=double, th=double, tt=double, tb=double, bb=double, bn=double, be=double,
    nn=double, nb=double, ee=double, h=double, t=double, b=double, n=double, e=double,
    now_h=double, now_t=double, now_b=double, now_n=double, now_e=double,
    most=double, total=double, size=Py_ssize_t, at=Py_ssize_t, emitted="double[::1]", found="double[::1]",
)
cpdef object all_paths(double[::1] scores, tuple factors)

@cython.locals(kept="double[::1]", block=Py_ssize_t)
cpdef object stays(double[::1] odds)

@cython.locals(
    count=Py_ssize_t, at=Py_ssize_t, heard="double[::1]", all_words="double[::1]", kept_words="double[::1]",
    weights="double[::1]", spoken="double[::1]", every=double, stay=double, weight=double, sums=double, each=double,
    here=double,
)
cpdef tuple sums_of(int[::1] words, double[::1] kept, list said, double silence)

@cython.locals(values="double[::1]", here=Py_ssize_t)
cpdef object laid_out(list rows, Py_ssize_t width)

@cython.locals(
    rows=Py_ssize_t, row=Py_ssize_t, at=Py_ssize_t, tree=Py_ssize_t, node=int, signal=int, root=int, first=int, found="double[::1]",
)
cpdef object answers(
    double[::1] values, Py_ssize_t width, int[::1] roots, int[::1] signals, double[::1] limits, int[::1] below
)

@cython.locals(
    heard="double[::1]", all_words="double[::1]", kept_words="double[::1]", weights="double[::1]",
    spoken="double[::1]", signals="double[::1]", most_words=double, most_blocks=double, most_in_all=double,
    most_places=double, most_kept=double, count=Py_ssize_t, features=Py_ssize_t, turn=Py_ssize_t, total=double,
    staying=double, mean=double, share=double, at=Py_ssize_t, low=Py_ssize_t, high=Py_ssize_t, here=Py_ssize_t,
    start=Py_ssize_t, row=Py_ssize_t, state=Py_ssize_t, number=Py_ssize_t, divisor=int, limit=int, code=int,
    body=double, told=double,
)
cpdef object seen_again(
    int[::1] chosen, int[::1] codes, list fields, double[::1] scores, double[::1] odds, int[::1] words,
    double[::1] kept, tuple sums, Py_ssize_t near, double silence, tuple most
)
