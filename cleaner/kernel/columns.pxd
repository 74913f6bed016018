# The types of variables in columns.py, for Cython.
cimport cython

cdef int NONE

@cython.locals(
    text=str, part=str, at=Py_ssize_t, case=int, large=int, parts=list, found=list,
)
cpdef list cases(list texts, int[::1] words, int[::1] mass)

@cython.locals(text=str, here=int, found=list)
cpdef list signs(list texts)

@cython.locals(text=str, last=Py_UCS4, found=list)
cpdef list ends(list texts, dict signs, object letter, object other)

@cython.locals(line=str, seen=set, found=list)
cpdef list again(list lines)
