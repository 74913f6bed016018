# The types of variables in lines.py, for Cython.
cimport cython

@cython.locals(
    position=Py_ssize_t, gap=Py_ssize_t, first=Py_ssize_t, line=str, held=str, head=Py_UCS4, tail=Py_UCS4, lines=list,
)
cpdef list filled(list physical, str invisible, str edges)

cdef bint _is_odd(Py_UCS4 sign) noexcept

@cython.locals(number=Py_ssize_t, line=str, sign=Py_UCS4, inside=list, caseless=list, closing=list)
cpdef tuple may_go_on(list lines, list gaps)
