"""Django database backend ``kisi.tenancy.backend``."""
