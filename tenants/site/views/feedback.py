"""Reporting a barrier."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kisi.accounts.sending_once import counts_once
from kisi.accounts.throttling import come_again
from kisi.core.access import public
from kisi.ui.forms.answers import carry_key
from kisi.ui.languages import chosen_language, language_query
from shared.instruments.sentences import interface_text
from tenants.site.actions import give_feedback
from tenants.site.forms import FeedbackForm
from tenants.site.views.answering import answer_page, words_for


@public
@counts_once()
def feedback(request: HttpRequest) -> HttpResponse:
    """The form; what is sent is kept and told to the town."""
    sent = request.POST if request.method == "POST" else None
    form = FeedbackForm(sent, words=words_for(request), initial={"page": request.GET.get("seite", "")[:300]})
    carry_key(request, form)
    if not form.is_bound or not form.is_valid():
        return answer_page(request, "site/feedback.html", {"form": form}, status=422 if form.is_bound else 200)
    language = chosen_language(request)
    if not ratelimit.consume(request, action="site_feedback"):
        # On the form, so that what was written stays.
        form.add_error("message", interface_text("too_many_tries", language.code).text)
        return come_again(answer_page(request, "site/feedback.html", {"form": form}), "site_feedback")
    give_feedback(**form.cleaned_data, language=language.code)
    return redirect(reverse("site:thanks") + language_query(language))


@public
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """It has arrived."""
    return answer_page(request, "site/thanks.html")
