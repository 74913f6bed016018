# The types of variables in shape.py, for Cython.
cimport cython

from cleaner.kernel.lines cimport traits
from cleaner.kernel.matching cimport count_among, count_unspaced, has_digit

cdef int ADDRESSED, CODED, DIGITS, LETTERS, _ANYTHING

@cython.locals(spaced=Py_ssize_t, letters=Py_ssize_t)
cpdef Py_ssize_t count_words(text)

cpdef object shape_of(str text, Py_ssize_t words)

@cython.locals(last=Py_UCS4, tail=str, dated=bint)
cpdef object shaped(str text, Py_ssize_t words, int held)

cdef object _stopped(str text, Py_ssize_t words, int held, Py_UCS4 last)

cdef bint _is_plain(Py_UCS4 sign) noexcept

@cython.locals(first=Py_UCS4, length=Py_ssize_t, at=Py_ssize_t)
cdef bint _starts_item(str text)

cdef Py_ssize_t _signs(str text)
