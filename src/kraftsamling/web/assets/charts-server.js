// Draws on the server, in an interpreter without browser: `drawSvg(option, width, height)` gives SVG as text.
import { dressed, echarts } from "./js/drawing.js";

const NOWHERE = { type: "FeatureCollection", features: [] };

globalThis.drawSvg = (text, width, height) => {
  const option = JSON.parse(text);
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(dressed(option));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
    // The interpreter lives long: it keeps no shapes.
    for (const name of Object.keys(option.maps ?? {})) echarts.registerMap(name, NOWHERE);
  }
};
