# The types of variables in survey.py, for Cython.
cimport cython

cdef int NONE

@cython.locals(count=Py_ssize_t, index=Py_ssize_t, found="int[::1]")
cpdef object masses(int[::1] shapes, int[::1] words, int[::1] kinds, int prose, int least)

@cython.locals(
    count=Py_ssize_t, size=Py_ssize_t, index=Py_ssize_t, held=tuple, of_words="int[::1]", of_prose="int[::1]",
    of_marked="int[::1]", of_mass="int[::1]", of_short="int[::1]", every=int, prose=int, marked=int, whole=int, few=int,
)
cpdef tuple so_far(int[::1] words, int[::1] mass, int[::1] kinds, int short)

@cython.locals(
    count=Py_ssize_t, index=Py_ssize_t, inside=Py_ssize_t, first=Py_ssize_t, begins="int[::1]", ends="int[::1]",
)
cpdef tuple runs(int[::1] mass)

@cython.locals(count=Py_ssize_t, at=Py_ssize_t, index=Py_ssize_t, above="int[::1]", below="int[::1]")
cpdef tuple nearest(int[::1] marked)

@cython.locals(
    count=Py_ssize_t, index=Py_ssize_t, number_of="int[::1]", total="int[::1]", longest=int, begin=Py_ssize_t,
    end=Py_ssize_t, number=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t,
)
cpdef tuple stretches(int[::1] mass, int[::1] words, int[::1] marked_so_far, Py_ssize_t joined)
