# The types of variables in fields.py, for Cython.
cimport cython

cdef int NONE, HEAD, IN, TAIL, ONLY, _NOWHERE, _NEAR, _NO_PROSE

@cython.locals(last=Py_ssize_t)
cdef int _bin(int[::1] bins, Py_ssize_t amount) noexcept

@cython.locals(bin=Py_ssize_t, share=double)
cdef int _share(double[::1] edges, double part, double whole) noexcept

@cython.locals(
    shapes="int[::1]", words="int[::1]", kinds="int[::1]", gaps="int[::1]", mass="int[::1]", lengths="int[::1]",
    count=Py_ssize_t, index=Py_ssize_t, here=Py_ssize_t, shape=int, look=int, above=int, below=int,
)
cpdef object itself(
    short[::1] values, Py_ssize_t width, Py_ssize_t at, tuple columns, int mass_look, int nobody, object bins
)

@cython.locals(
    of_words="int[::1]", of_prose="int[::1]", of_marked="int[::1]", of_mass="int[::1]", of_short="int[::1]",
    amounts="int[::1]", masses="int[::1]", edges="double[::1]", some_marked="int[::1]", some_short="int[::1]",
    some_prose="int[::1]", count=Py_ssize_t, index=Py_ssize_t, here=Py_ssize_t, low=Py_ssize_t, high=Py_ssize_t,
    prose=int, of_all=int, marked_of_all=int, own=int, met=int, share=int,
    before=int, after=int,
)
cpdef object place(
    short[::1] values, Py_ssize_t width, Py_ssize_t at, tuple so_far, Py_ssize_t near, Py_ssize_t far, object bins
)

@cython.locals(
    of_words="int[::1]", of_marked="int[::1]", amounts="int[::1]", run_words="int[::1]", run_place="int[::1]",
    run_left="int[::1]", count=Py_ssize_t, index=Py_ssize_t, here=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t,
    where=int, size=int, words=int,
)
cpdef object run(
    short[::1] values, Py_ssize_t width, Py_ssize_t at, int[::1] lasts, int[::1] opens,
    tuple so_far, object bins
)

@cython.locals(
    of_prose="int[::1]", of_marked="int[::1]", amounts="int[::1]", masses="int[::1]", few="int[::1]",
    edges="double[::1]", count=Py_ssize_t, here=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t, before=Py_ssize_t,
    after=Py_ssize_t, own=int, words=int, share=int, size=int, above=int, below=int, marks_above=int,
    marks_below=int, block=Py_ssize_t,
)
cpdef object mass(
    short[::1] values, Py_ssize_t width, Py_ssize_t at, int[::1] firsts, int[::1] lasts, int[::1] here_is,
    tuple so_far, object bins
)

@cython.locals(
    above="int[::1]", below="int[::1]", amounts="int[::1]", count=Py_ssize_t, index=Py_ssize_t, here=Py_ssize_t,
    last=Py_ssize_t, following=Py_ssize_t, away=int,
)
cpdef object marks(
    short[::1] values, Py_ssize_t width, Py_ssize_t at, int[::1] kinds, tuple beside, int[::1] firsts,
    int[::1] lasts, object bins
)

@cython.locals(edges="int[::1]", last=Py_ssize_t, index=Py_ssize_t, here=Py_ssize_t, look=Py_ssize_t)
cpdef object since(
    short[::1] values, Py_ssize_t width, Py_ssize_t at, int[::1] kinds, int number, Py_ssize_t looks, object bins
)

@cython.locals(
    of_prose="int[::1]", of_marked="int[::1]", amounts="int[::1]", masses="int[::1]", between="int[::1]",
    of_main="double[::1]", count=Py_ssize_t, index=Py_ssize_t, here=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t,
    words=int, prose=int, share=int, away=Py_ssize_t, marked=int, side=int, number=Py_ssize_t,
)
cpdef object main(
    short[::1] values, Py_ssize_t width, Py_ssize_t at, int[::1] stretch_of, int[::1] stretch_words, tuple longest,
    tuple so_far, object bins
)

@cython.locals(here=Py_ssize_t, value=int)
cpdef object put(short[::1] values, Py_ssize_t width, Py_ssize_t at, list column)
