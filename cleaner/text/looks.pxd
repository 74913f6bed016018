# The types of variables in looks.py, for Cython.
cimport cython

from cleaner.kernel.lines cimport traits
from cleaner.text.fold cimport fold_simple, plain
from cleaner.text.shape cimport count_words, shape_of, shaped

cdef int ABROAD, ODD, _WORD

@cython.locals(
    found=list, odd=list, places=list, seen=list, line=str, shown=str, folded=str, phrase=str, held=Py_ssize_t, words=Py_ssize_t,
    place=Py_ssize_t,
)
cpdef list looks(list lines)

@cython.locals(
    seen=dict, unknown=list, unseen=list, blocks=list, number=Py_ssize_t, piece=str, look=tuple,
)
cpdef list laid_out(list lines, list pieces, list shown, dict known)
