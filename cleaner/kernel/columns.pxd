# The types of variables in columns.py, for Cython.
cimport cython

cdef int NONE

@cython.locals(value=int, found=list)
cpdef list binned(object values, list bins, int last, int most)

@cython.locals(part=double, bin=int, share=double, edge=double, found=list)
cpdef list shares(list parts, double whole, tuple edges)

@cython.locals(value=int, found=list)
cpdef list capped(list values, int most)

@cython.locals(value=int, other=int, at=Py_ssize_t, found=list)
cpdef list less(list values, list others)

@cython.locals(place=Py_ssize_t, found=list)
cpdef list picked(list values, list places)

@cython.locals(place=Py_ssize_t, count=Py_ssize_t, found=list)
cpdef list taken(list values, list places, object nowhere)

@cython.locals(place=int, low=int, high=int, at=Py_ssize_t, found=list)
cpdef list within(list places, list lows, list highs)

@cython.locals(here=int, at=Py_ssize_t, found=list)
cpdef list where(list there, list values)

@cython.locals(here=bint, at=Py_ssize_t, found=list)
cpdef list of_mass(list mass, list values)

@cython.locals(padded=list, count=Py_ssize_t, at=Py_ssize_t, found=list)
cpdef list around(list so_far, Py_ssize_t reach)

@cython.locals(place=Py_ssize_t, index=Py_ssize_t, count=Py_ssize_t, last=Py_ssize_t, distance=Py_ssize_t, found=list)
cpdef list away(list places, list bins, object most, object nowhere)

@cython.locals(here=int, at=Py_ssize_t, index=Py_ssize_t, found=list)
cpdef list since(list kinds, int number)

@cython.locals(count=Py_ssize_t, at=Py_ssize_t, index=Py_ssize_t, here=bint, last=list, following=list)
cpdef tuple nearest(list marked)

@cython.locals(count=Py_ssize_t, index=Py_ssize_t, above=int, below=int, found=list)
cpdef list in_turn(list shapes, int last)

@cython.locals(count=Py_ssize_t, index=Py_ssize_t, found=list)
cpdef list every_third(list shapes, list looks)

@cython.locals(
    text=str, part=str, at=Py_ssize_t, case=int, large=int, parts=list, found=list,
)
cpdef list cases(list texts, list words, list mass)

@cython.locals(text=str, here=int, found=list)
cpdef list signs(list texts)

@cython.locals(line=str, seen=set, found=list)
cpdef list again(list lines)
