"""Collection: every town counts its own rows and writes the numbers itself; here is who is asked, when and how."""
