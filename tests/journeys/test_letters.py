"""Letters of charts in a browser: no name lies on another, and none is cut, whichever letters it has."""

from __future__ import annotations

import pytest

from tests.journeys.browsing import Reader

ALIKE = "compare/?place=SE312&like=SE312&indicator=unemployment-by-month"
PAGES = ("indicators/unemployment-by-month/", "indicators/gdp-per-inhabitant-pps/", ALIKE)
# Boxes of letters are taller than the letters: what touches is not on each other.
COVERED = """() => {
  const found = [];
  for (const picture of document.querySelectorAll('.chart-live svg')) {
    const texts = [...picture.querySelectorAll('text')].filter(one => one.textContent.trim());
    const boxes = texts.map(one => one.getBoundingClientRect());
    boxes.forEach((a, i) => boxes.slice(0, i).forEach((b, j) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 5) found.push(texts[j].textContent + ' / ' + texts[i].textContent);
    }));
  }
  return found;
}"""
CUT = """() => {
  const all = document.querySelector('svg').getBoundingClientRect();
  return [...document.querySelectorAll('text')].filter(one => {
    const own = one.getBoundingClientRect();
    return own.left < all.left - 1 || own.right > all.right + 1;
  }).map(one => one.textContent);
}"""


@pytest.mark.parametrize("start", ["/nms/", "/en/nms/"])
@pytest.mark.parametrize("layout", ["reader", "phone"])
def test_it_lays_no_name_on_another(
    request: pytest.FixtureRequest, layout: str, start: str
) -> None:
    visitor: Reader = request.getfixturevalue(layout)
    # A chart may be drawn before the site's letters have come: here they never do.
    visitor.page.route("**/fonts/*", lambda route: route.fulfill(status=404))
    for page in PAGES:
        visitor.go(start + page)
        for figure in visitor.page.locator("figure.chart").all():
            figure.scroll_into_view_if_needed()
            figure.locator(".is-live svg text").first.wait_for()

        assert visitor.page.locator("figure.chart").count() > 0
        assert visitor.page.evaluate(COVERED) == [], page


@pytest.mark.parametrize("start", ["/nms/", "/en/nms/"])
@pytest.mark.parametrize("size", ["size=narrow", "size=wide", "alone"])
def test_it_cuts_no_text_in_letters_of_the_reader(reader: Reader, size: str, start: str) -> None:
    for picture in ("trend", "bars", "map"):
        for page in PAGES[:2]:
            address = f"{reader.site.address}{start}{page}{picture}.svg?{size}"
            reader.page.set_content(reader.page.request.get(address).text())

            assert reader.page.locator("text").count() > 5
            assert reader.page.evaluate(CUT) == [], address
