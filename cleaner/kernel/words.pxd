# The types of variables in words.py, for Cython.
cimport cython

cdef double _SCALE

@cython.locals(
    first=str, token=str, last=Py_ssize_t, length=Py_ssize_t, at=Py_ssize_t, sort=int, now=int, found=set,
)
cpdef set tokens(str folded)

cdef int _sort_of(Py_UCS4 sign) noexcept

@cython.locals(total=long, known=Py_ssize_t)
cpdef object heard(set every, dict weights, double least)

@cython.locals(
    times=dict, scores=dict, hits=dict, word=str, count=long, factor=double, language=str, weight=double,
)
cpdef tuple commonest(list words, dict known)

@cython.locals(last=Py_ssize_t, length=Py_ssize_t, at=Py_ssize_t, found=set)
cpdef set words_of(str folded, Py_ssize_t least)

@cython.locals(
    blocks_with=dict, words=set, is_prose=bint, found=list, least=int, met=double, count=Py_ssize_t, bin=int,
    edge=double,
)
cpdef list shared(list sets, list prose, tuple edges, int nothing)
