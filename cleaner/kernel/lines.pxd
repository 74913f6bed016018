# The types of variables in lines.py, for Cython.
cimport cython

from cleaner.kernel.matching cimport is_unspaced

@cython.locals(
    position=Py_ssize_t, gap=Py_ssize_t, first=Py_ssize_t, line=str, held=str, head=Py_UCS4, tail=Py_UCS4, lines=list,
)
cpdef list filled(list physical, str invisible, str edges)

cdef bint _is_odd(Py_UCS4 sign) noexcept

@cython.locals(number=Py_ssize_t, line=str, sign=Py_UCS4, inside=list, caseless=list, closers=list)
cpdef tuple may_go_on(list lines, list gaps, str closing)

@cython.locals(sign=Py_UCS4)
cdef bint _has_one(str line, str signs) except -1

cdef int _ODD, _BEYOND, _COUNTED, _KNOWN, _WORDS
cdef long _PLANE
cdef unsigned char[::1] _SORTS

@cython.locals(
    sorts="unsigned char[::1]", found=int, sort=int, at=Py_ssize_t, space=Py_ssize_t, spaces=Py_ssize_t,
    unspaced=Py_ssize_t, sign=Py_UCS4,
)
cpdef Py_ssize_t traits(str line) except -1

cdef int _sort_of(str sign) except -1

cdef int _SEVERAL, _SPACE
cdef Py_ssize_t _MOST

@cython.locals(
    made="int[::1]", count=Py_ssize_t, before=int, sign=Py_UCS4, number=int, part=Py_UCS4, spelt=str,
)
cpdef str folded(str line, int[::1] become, dict several, object meet)
