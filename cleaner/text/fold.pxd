# The types of variables in fold.py, for Cython.
cimport cython

cpdef fold(text)

cpdef plain(text)

cpdef str bare(str folded)
