# The types of variables in shape.py, for Cython.
cimport cython

@cython.locals(spaced=Py_ssize_t, letters=Py_ssize_t)
cpdef Py_ssize_t count_words(text)

@cython.locals(last=Py_UCS4, tail=str)
cpdef object shape_of(str text, Py_ssize_t words)

@cython.locals(first=Py_UCS4, length=Py_ssize_t, at=Py_ssize_t)
cdef bint _starts_item(str text)

cdef Py_ssize_t _signs(str text)
