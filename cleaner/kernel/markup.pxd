# The types of variables in markup.py, for Cython.
cimport cython

cdef int _MOST_READ

@cython.locals(
    count=Py_ssize_t, at=Py_ssize_t, left=Py_ssize_t, found=Py_ssize_t, place=Py_ssize_t, end=Py_ssize_t,
    char="unsigned char", quote="unsigned char", in_name=bint, named=bint,
)
cpdef bint may_have_more(bytes data, Py_ssize_t most)
