# The types of variables in words.py, for Cython.
cimport cython

cdef double _SCALE
cdef unsigned long long _BASIS, _PRIME, _BITS, _FIRST, _LAST

@cython.locals(at=Py_ssize_t)
cdef unsigned long long _number(
    str text, Py_ssize_t start, Py_ssize_t end, unsigned long long number
) noexcept

@cython.locals(size=Py_ssize_t)
cdef Py_ssize_t _size_for(Py_ssize_t count) noexcept

@cython.locals(mask=Py_ssize_t, place=Py_ssize_t)
cdef Py_ssize_t _place(unsigned long long[::1] keys, unsigned long long number) noexcept

cdef int _sort_of(Py_UCS4 sign) noexcept

@cython.locals(
    told="unsigned long long[::1]", held="int[::1]", word=str, weight=int, place=Py_ssize_t, size=Py_ssize_t,
)
cpdef tuple table(dict weights)

@cython.locals(
    line=str, longest=Py_ssize_t, size=Py_ssize_t, tokens="unsigned long long[::1]", token="unsigned long long",
    met="unsigned long long[::1]", when="int[::1]", number=int, total=long, known=Py_ssize_t, count=Py_ssize_t,
    at=Py_ssize_t, place=Py_ssize_t, found=list,
)
cpdef list said(list lines, unsigned long long[::1] keys, int[::1] weights, double least)

@cython.locals(
    first=Py_ssize_t, last=Py_ssize_t, count=Py_ssize_t, first_end=Py_ssize_t, length=Py_ssize_t, sort=int, now=int,
    begun=Py_ssize_t, ended=Py_ssize_t, at=Py_ssize_t,
)
cdef Py_ssize_t _tokens(str line, unsigned long long[::1] tokens) noexcept

@cython.locals(
    line=str, room=Py_ssize_t, size=Py_ssize_t, keys="unsigned long long[::1]", times="int[::1]", when="int[::1]",
    words="int[::1]", ends="int[::1]", count=Py_ssize_t, number=int, sign=Py_UCS4, run=Py_ssize_t,
    word="unsigned long long", place=Py_ssize_t, is_prose=bint, least=int, every=Py_ssize_t,
    met=double, bin=int, edge=double, found=list,
)
cpdef list topics(list lines, int[::1] prose, Py_ssize_t letters, tuple edges, int nothing)

@cython.locals(
    times="int[::1]", met=list, scores=dict, hits=dict, sign=Py_UCS4, number="unsigned long long", every=Py_ssize_t,
    place=Py_ssize_t, word=int, count=int, factor=double, language=str, weight=double,
)
cpdef tuple commonest(str text, unsigned long long[::1] keys, int[::1] numbers, list spoken)

cdef bint _goes_on(Py_UCS4 sign) noexcept
