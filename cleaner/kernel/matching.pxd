# The types of variables in matching.py, for Cython.
cimport cython

@cython.locals(start=Py_ssize_t, end=Py_ssize_t)
cpdef str trimmed(str line, str edges)

cdef bint _is_plain(Py_UCS4 sign) noexcept

@cython.locals(
    number=Py_ssize_t, line=str, bare=str, rule=str, ids=tuple, met=list, count=int, found=list,
)
cpdef list on_edges(
    list lines, list plain, list words, object shelves, dict ends, object sizes, dict longest
)

@cython.locals(size=Py_ssize_t, phrase=str, ids=tuple)
cdef void _starting(list met, str line, dict phrases, object sizes) except *

@cython.locals(size=Py_ssize_t, length=Py_ssize_t, phrase=str, ids=tuple)
cdef void _ending(list met, str line, dict phrases, object sizes) except *

@cython.locals(start=Py_ssize_t, size=Py_ssize_t, openings=dict, phrase=str, ids=tuple, rule=str)
cpdef bint opens(str line, list starts, object shelves, object rules) except -1

@cython.locals(
    number=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, line=Py_ssize_t, last=Py_ssize_t, count=int, literal=str,
    contained=tuple, tried=tuple, rule=str, found=list, marked=list, held=list, searched=list,
)
cpdef list standing(str text, list hits, object literals, list places, list words, dict longest)

@cython.locals(left=Py_UCS4, right=Py_UCS4)
cpdef bint inside_word(str text, Py_ssize_t position)

@cython.locals(sign=Py_UCS4, at=Py_ssize_t, length=Py_ssize_t, starts=list)
cpdef list sentence_starts(str line, str signs)

@cython.locals(sign=Py_UCS4)
cpdef bint has_digit(str text)

@cython.locals(sign=Py_UCS4, count=Py_ssize_t)
cpdef Py_ssize_t count_among(str text, str signs)

@cython.locals(sign=Py_UCS4, count=Py_ssize_t)
cpdef Py_ssize_t count_unspaced(str text)

cpdef bint is_unspaced(Py_UCS4 sign) noexcept
