"""KISI's project package: what stands in no schema or in every schema, and where all is put together."""
