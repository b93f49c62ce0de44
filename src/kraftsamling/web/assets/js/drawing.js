// The one build of ECharts, for the browser and for the server: the same option, the same picture.
import * as echarts from "echarts/core";
import { BarChart, LineChart, MapChart, SankeyChart, ScatterChart } from "echarts/charts";
import {
  GeoComponent, GraphicComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
  BarChart, LineChart, MapChart, SankeyChart, ScatterChart, LabelLayout, SVGRenderer,
  GeoComponent, GraphicComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent,
]);

const several = (thing) => (thing === undefined ? [] : Array.isArray(thing) ? thing : [thing]);

// A description is JSON and has no functions; the few that ECharts needs are put in here.
export function dressed({ maps = {}, ...option }) {
  for (const [name, { shape, last }] of Object.entries(maps)) {
    const own = new Set(last);
    const features = [...shape.features].sort((a, b) => own.has(a.properties.code) - own.has(b.properties.code));
    echarts.registerMap(name, { type: "FeatureCollection", features });
  }
  for (const axis of [...several(option.xAxis), ...several(option.yAxis)]) {
    const texts = axis.axisLabel?.texts;
    if (texts) axis.axisLabel.formatter = (value) => nearest(texts, value);
  }
  if (option.tooltip) option.tooltip.formatter = (found) => told(several(found));
  return option;
}

// A tick may be 0.30000000000000004: the text that stands closest is its own.
function nearest(texts, value) {
  return texts.reduce((best, next) => (Math.abs(next[0] - value) < Math.abs(best[0] - value) ? next : best))[1];
}

function told(found) {
  const lines = found.filter((point) => point.data?.text).map((point) => point.data.text);
  return lines.length ? [found[0].data?.head ?? found[0].axisValueLabel, ...lines].filter(Boolean).join("\n") : "";
}

export { echarts };
