# The types of variables in fold.py, for Cython.
cimport cython

from cleaner.kernel.lines cimport folded
from cleaner.kernel.matching cimport trimmed

cpdef fold(text)

cpdef str fold_simple(str line)

cpdef plain(text)

cpdef str bare(str folded)
