"""Charts as accessible SVG made on the server: title, description, data table, tokens for colours.

`{{ chart }}` in a template draws the whole figure; `chart.standalone()` gives a file for a PDF.
"""

from kisi.ui.charts.band import Band
from kisi.ui.charts.bars import Bar, BarList
from kisi.ui.charts.choropleth import Area, Choropleth, areas_from_geojson, areas_from_topojson
from kisi.ui.charts.figure import BadValue, Chart, DataTable
from kisi.ui.charts.line import LineChart, Series
from kisi.ui.charts.network import Edge, Network, Node
from kisi.ui.charts.sparkline import Sparkline
from kisi.ui.charts.stacked import StackedBars, StackedRow

__all__ = [
    "Area",
    "BadValue",
    "Band",
    "Bar",
    "BarList",
    "Chart",
    "Choropleth",
    "DataTable",
    "Edge",
    "LineChart",
    "Network",
    "Node",
    "Series",
    "Sparkline",
    "StackedBars",
    "StackedRow",
    "areas_from_geojson",
    "areas_from_topojson",
]
