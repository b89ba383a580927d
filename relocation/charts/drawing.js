// Draws a figure: the same picture in the page, in Word, as a file. Nothing here knows of a document.
"use strict";

const CHART_KINDS = {
  lines: drawLines, columns: drawColumns, bars: drawBars, tornado: drawTornado,
  heat: drawHeat, histogram: drawHistogram, fan: drawFan, areas: drawAreas,
};

// The picture of a figure, as `figure_data` of Python tells it, in a language and so many pixels wide: a tree of nodes.
function drawing(figure, lang, width) {
  const rim = figure.titled === false ? 2 : 10;
  const canvas = {
    data: figure, lang, width: width - 2 * rim, isNarrow: width < NARROW_BELOW, form: figure.form[lang],
    names: figure.names.map((name) => chartWords(name, lang)), nodes: [], top: 0,
  };
  canvas.size = canvas.isNarrow ? 13 : 13.5;
  canvas.small = canvas.isNarrow ? 12 : 12.5;
  chartHeading(canvas);
  const bottom = hasNothing(figure) ? emptyChart(canvas) : CHART_KINDS[figure.kind](canvas);
  const title = chartWords(figure.title, lang), told = chartWords(figure.told, lang), height = Math.ceil(bottom) + rim;
  return chartNode("svg", {
    viewBox: `${-rim} ${-rim / 2} ${width} ${height}`, width, height, role: "img", "aria-label": told ? `${title}. ${told}` : title,
    "font-family": CHART_FONT, "font-size": canvas.size, class: `chart ${figure.kind}`,
  }, [chartNode("title", {}, [title]), chartNode("desc", {}, [told]), ...paperUnder(figure, rim, width, height), ...canvas.nodes]);
}

// A picture by itself brings its paper, since it may be looked at on black; a medium has its own.
function paperUnder(figure, rim, width, height) {
  return figure.titled === false ? [] : [chartRect(-rim, -rim / 2, width, height, {fill: CHART_PAPER, class: "paper"})];
}

// The title with the unit of all numbers; where the medium has a heading of its own, the unit alone.
function chartHeading(canvas) {
  const {data, lang} = canvas, unit = data.unit[lang].replace(/ /g, "\u00a0"), title = chartWords(data.title, lang);
  if (data.titled !== false) {
    const whole = !unit ? title : lang === "zh" ? `${title}（${unit}）` : `${title} (${unit})`;
    for (const line of chartLinesOf(whole, canvas.width, canvas.size + 2, 3, true)) {
      canvas.nodes.push(chartText(canvas, 0, canvas.top + canvas.size + 3, line, {"font-size": canvas.size + 2, "font-weight": "bold", fill: CHART_INK, class: "title"}));
      canvas.top += (canvas.size + 2) * 1.3;
    }
    canvas.top += 6;
  } else if (unit) {
    canvas.nodes.push(chartText(canvas, 0, canvas.top + canvas.small, unit, {"font-size": canvas.small, fill: CHART_QUIET, class: "unit"}));
    canvas.top += canvas.small * 1.6;
  }
}

function hasNothing(figure) {
  const places = figure.kind === "histogram" ? (figure.edges || []).length - 1 : figure.names.length;
  return places < 1 || figure.series.length === 0;
}

function emptyChart(canvas) {
  const words = canvas.lang === "zh" ? "没有可显示的数字。" : "There is nothing to show.";
  canvas.nodes.push(chartText(canvas, 0, canvas.top + 20, words, {fill: CHART_QUIET, class: "nothing"}));
  return canvas.top + 34;
}
