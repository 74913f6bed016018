# The types of variables in nodes.py, for Cython.
cimport cython

@cython.locals(at=Py_ssize_t, up=Py_ssize_t)
cpdef list with_inner(list parents, list own)

@cython.locals(at=Py_ssize_t, place=Py_ssize_t, sums=list)
cpdef list gathered(list parents, list places, list values)

@cython.locals(at=Py_ssize_t, up=Py_ssize_t)
cpdef list spread(list parents, list chosen)

@cython.locals(at=Py_ssize_t, up=Py_ssize_t, found=list, one=Py_ssize_t)
cpdef list heaviest(list parents, list weights)
