"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def start(request: HttpRequest) -> HttpResponse:
    return render(request, "web/start.html")


urlpatterns = [path("", start, name="start")]
