"""The official register of Hessian municipalities: keys, names, history, and how it is renewed.

Everything here that does not touch the database works without Django, so that the data files can be built
from a bare virtual environment.
"""
