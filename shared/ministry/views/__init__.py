"""Pages of the ministry, all on the public host."""

from shared.ministry.views.amif import amif
from shared.ministry.views.figures import metric_page, perspective_page, topic_page
from shared.ministry.views.overview import overview
from shared.ministry.views.releases import figures, new_release, release, release_job, release_list, report

__all__ = [
    "amif",
    "figures",
    "metric_page",
    "new_release",
    "overview",
    "perspective_page",
    "release",
    "release_job",
    "release_list",
    "report",
    "topic_page",
]
