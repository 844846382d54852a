"""What is stored about one person: to look at, and to take away (Art. 15 and 20 DSGVO)."""

from kisi.privacy.own_data.files import as_json
from kisi.privacy.own_data.reading import Detail, OwnRows, details_of, own_data_of, summary_of

__all__ = ["Detail", "OwnRows", "as_json", "details_of", "own_data_of", "summary_of"]
