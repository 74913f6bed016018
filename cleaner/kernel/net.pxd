# The types of variables in net.py, for Cython.
cimport cython

cdef unsigned long long _BASIS, _PRIME, _BITS, _GOLDEN, _THREE, _FOUR, _SEVEN
cdef long _ODD
cdef int _FROM_FOUR, _FROM_SEVEN
cdef Py_ssize_t _WINDOW

@cython.locals(
    short=bytearray, threes=bytearray, fours=bytearray, sevens=bytearray, lengths=dict, literal=str, head=str,
    first=long, size=Py_ssize_t,
)
cpdef tuple net(object literals)

@cython.locals(letters="unsigned long long", bit="unsigned int", sign=Py_UCS4)
cdef void _sieve(bytearray sieve, str head, unsigned long long mask) except *

@cython.locals(
    size=Py_ssize_t, place=Py_ssize_t, number="unsigned long long", sign=Py_UCS4, text=str, value=int,
    keys="unsigned long long[::1]", held="int[::1]",
)
cdef tuple _table(dict values)

@cython.locals(
    heads="unsigned long long[::1]", lengths="int[::1]", keys="unsigned long long[::1]", places="int[::1]",
    starts="int[::1]", sizes="int[::1]", found=list, last_head=Py_ssize_t, last_key=Py_ssize_t, end=Py_ssize_t,
    begun=Py_ssize_t, each=Py_ssize_t, start=Py_ssize_t, wanted=int, head=Py_ssize_t, size=Py_ssize_t,
    number="unsigned long long", place=Py_ssize_t,
)
cpdef list caught(str text, tuple cast)

@cython.locals(
    short="unsigned char[::1]", threes="unsigned char[::1]", fours="unsigned char[::1]",
    sevens="unsigned char[::1]", letters="unsigned long long", at=int, count=Py_ssize_t, sign=Py_UCS4, wanted=int,
    bit="unsigned int",
)
cdef Py_ssize_t _passed(
    str text, Py_ssize_t begun, tuple cast, int[::1] starts, int[::1] sizes
) except -1
