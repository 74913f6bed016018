# The types of variables in matching.py, for Cython.
cimport cython

@cython.locals(size=Py_ssize_t, phrase=str, ids=tuple, found=list)
cpdef list starting(str line, dict phrases, object sizes)

@cython.locals(size=Py_ssize_t, length=Py_ssize_t, phrase=str, ids=tuple, found=list)
cpdef list ending(str line, dict phrases, object sizes)

@cython.locals(
    number=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, line=Py_ssize_t, count=int, literal=str,
    contained=tuple, tried=tuple, rule=str, found=list, marked=list,
)
cpdef list standing(str text, list hits, object literals, list places, list words, dict longest)

@cython.locals(left=Py_UCS4, right=Py_UCS4)
cpdef bint inside_word(str text, Py_ssize_t position)

cdef bint _is_unspaced(Py_UCS4 sign)
