// Makes the pictures of charts answer to the pointer. Without it they are the same pictures, with the same table.
import { dressed, echarts } from "./js/drawing.js";

// Pictures narrower than this have the height of the narrow one (BREAK in web/charts/frame.py).
const NARROW = 560;

function fit(figure, live) {
  const { height, heightNarrow, width } = figure.dataset;
  live.style.maxWidth = `${width}px`;
  live.style.height = `${live.clientWidth < NARROW ? heightNarrow : height}px`;
}

async function shapes(maps) {
  for (const map of Object.values(maps ?? {})) {
    if (typeof map.shape === "string") map.shape = await (await fetch(map.shape)).json();
  }
}

async function enhance(figure) {
  const option = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  await shapes(option.maps);
  const picture = figure.querySelector(".chart-picture");
  const live = document.createElement("div");
  live.className = "chart-live";
  live.setAttribute("role", "img");
  live.setAttribute("aria-label", picture.dataset.alt);
  picture.append(live);
  fit(figure, live);
  const chart = echarts.init(live, null, { renderer: "svg" });
  chart.setOption(dressed(option));
  picture.classList.add("is-live");
  new ResizeObserver(() => {
    fit(figure, live);
    chart.resize();
  }).observe(picture);
}

// A chart is made when it is about to be seen; where that fails, the picture stays.
const coming = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((entry) => entry.isIntersecting)) {
      coming.unobserve(entry.target);
      enhance(entry.target).catch((fault) => console.warn(fault));
    }
  },
  { rootMargin: "200px" },
);
for (const figure of document.querySelectorAll("figure.chart")) coming.observe(figure);
