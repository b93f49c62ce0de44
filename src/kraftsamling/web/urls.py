"""Addresses of the pages. The first part names the plan; the rest uses the words of the glossary."""

from django.urls import path

from kraftsamling.web.views import actions, start

urlpatterns = [
    path("", start.start, name="start"),
    path("<slug:plan>/actions/", actions.action_list, name="action_list"),
    path("<slug:plan>/actions/<int:number>/", actions.action_page, name="action"),
]
