# The types of variables in beside.py, for Cython.
cimport cython

cdef double _LEAST, _OTHERS

@cython.locals(
    count=Py_ssize_t, at=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, before=list, whole=list, found=list,
    rest=double,
)
cpdef list share_near(list some, list all_, Py_ssize_t reach)

@cython.locals(size=Py_ssize_t, at=Py_ssize_t, group=Py_ssize_t, part=list, whole=list, found=list, rest=double)
cpdef list share_of_others(object groups, list some, list all_)

@cython.locals(size=Py_ssize_t, at=Py_ssize_t, group=Py_ssize_t, first=list, second=list, found=list)
cpdef list best_of_others(object groups, list values, double nothing)

@cython.locals(count=Py_ssize_t, at=Py_ssize_t, place=Py_ssize_t, end=Py_ssize_t, before=list, found=list)
cpdef list sums_near(list values, object places, Py_ssize_t reach)

@cython.locals(at=Py_ssize_t, one=double, whole=double, found=list)
cpdef list ratios(object some, object all_)
