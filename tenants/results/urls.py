"""Addresses of results."""

from django.urls import URLPattern, URLResolver, path

from tenants.results.views import (
    code_book,
    coding,
    crossing,
    publishing,
    reference,
    report,
    settings,
    timeline,
    triangulation,
    waves,
)

app_name = "results"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ergebnisse/", waves.waves, name="waves"),
    path("ergebnisse/perspektiven/", triangulation.perspectives, name="perspectives"),
    path("ergebnisse/verlauf/", timeline.timeline, name="timeline"),
    path("ergebnisse/bericht.pdf", report.report_as_pdf, name="report"),
    path("ergebnisse/bericht.docx", report.report_as_word, name="report_word"),
    path("ergebnisse/einstellungen/", settings.results_settings, name="settings"),
    path("ergebnisse/vergleichszahlen/<slug:perspective>/", reference.figures, name="figures"),
    path("ergebnisse/vergleichszahlen/<slug:perspective>/loeschen/", reference.remove, name="remove_figures"),
    path("ergebnisse/codebuch/", code_book.codes, name="codes"),
    path("ergebnisse/codebuch/neu/", code_book.add, name="add_code"),
    path("ergebnisse/codebuch/<int:pk>/", code_book.change, name="change_code"),
    path("ergebnisse/codebuch/<int:pk>/ablegen/", code_book.retire, name="retire_code"),
    path("ergebnisse/codebuch/<int:pk>/zurueckholen/", code_book.restore, name="restore_code"),
    path("ergebnisse/wellen/<int:pk>/", waves.wave, name="wave"),
    path("ergebnisse/wellen/<int:pk>/zahlen/", waves.counts, name="counts"),
    path("ergebnisse/wellen/<int:pk>/kreuztabelle/", crossing.crossing, name="crossing"),
    path("ergebnisse/wellen/<int:pk>/freitexte/<slug:code>/", coding.answers, name="answers"),
    path("ergebnisse/wellen/<int:pk>/freitexte/<slug:code>/lesen/", coding.read, name="read"),
    path("ergebnisse/wellen/<int:pk>/veroeffentlichen/", publishing.publish_chosen, name="publish_chosen"),
    path("ergebnisse/wellen/<int:pk>/veroeffentlichen/<slug:code>/", publishing.publish, name="publish"),
    path("ergebnisse/wellen/<int:pk>/zurueckziehen/<slug:code>/", publishing.withdraw, name="withdraw"),
]
