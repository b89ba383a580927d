// The pictures of the page, drawn anew from the numbers of their lines, at the width that there is.
"use strict";

const PICTURES = {list: [], printing: false};
const SVG_NAMES = "http://www.w3.org/2000/svg", PRINTED_WIDTH = 700, LEAST_WIDTH = 300;

function findPictures(root) {
  PICTURES.list = [...root.querySelectorAll("[data-figure]")].map((node) => ({
    node, figure: PLAN.figures[Number(node.dataset.figure)], drawn: "", isSeen: true,
  }));
  if (typeof IntersectionObserver !== "function") return;
  const watch = new IntersectionObserver((entries) => {
    for (const {target, isIntersecting} of entries) {
      const picture = PICTURES.list.find(({node}) => node === target);
      picture.isSeen = isIntersecting;
      if (isIntersecting) drawPicture(picture);
    }
  }, {rootMargin: "200px"});
  for (const picture of PICTURES.list) {
    picture.isSeen = false;
    watch.observe(picture.node);
  }
}

function drawPictures() {
  for (const picture of PICTURES.list) if (picture.isSeen || PICTURES.printing) drawPicture(picture);
}

function drawPicture(picture) {
  const width = PICTURES.printing ? PRINTED_WIDTH : Math.max(LEAST_WIDTH, Math.floor(picture.node.clientWidth));
  const figure = Object.assign(figureNow(picture.figure), picture.later), state = JSON.stringify([width, NOW.language, figure.series.map(({values}) => values), figure.names, figure.unjudged]);
  if (state === picture.drawn) return;
  picture.drawn = state;
  const tree = drawing(figure, NOW.language, width);
  picture.node.replaceChildren(svgNode(tree));
}

function svgNode(tree) {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [tag, attributes, children] = tree, node = document.createElementNS(SVG_NAMES, tag);
  for (const name of Object.keys(attributes)) node.setAttribute(name, attributes[name]);
  for (const child of children) node.appendChild(svgNode(child));
  return node;
}

// The figure with the numbers of now. A key may turn a number round (-key), or give the part of it of one of another (key/other).
function figureNow(figure) {
  const series = figure.series.map((one) => (one.live && !figure.paths ? Object.assign({}, one, {values: valuesOfSeries(one)}) : one));
  const marks = (figure.marks || []).map((mark) => {
    const position = mark.live ? liveNumber(mark.live) : null;
    return position === null ? mark : Object.assign({}, mark, {position: position - 1});
  });
  const levels = (figure.levels || []).map((level) => (level.live ? Object.assign({}, level, {value: liveNumber(level.live)}) : level));
  const now = Object.assign({}, figure, {series, marks, levels});
  if (changedInputs().length) now.told = "";  // it tells of the delivered plan
  if (figure.kind === "lines" || figure.kind === "columns") now.names = periodNames(figure.names);
  return now;
}

function valuesOfSeries({live, values}) {
  if (typeof live === "string") {
    const row = numberOf(live);
    return row && row.length !== undefined ? Array.from(row).slice(1) : values;
  }
  return live.map((key, place) => (key ? liveNumber(key) : values[place]));
}

function liveNumber(key) {
  const [, minus, name, , other] = /^(-?)([^/]*)(\/(.*))?$/.exec(key);
  const whole = numberOf(name);
  const divided = other ? NOW.inputs[PLAN.places.get(other)] : 1;
  const value = typeof whole === "number" ? (minus ? -1 : 1) * whole / divided : NaN;
  return Number.isFinite(value) ? value : null;
}

// Periods by their first day, written as they were delivered: 2016, or 2016-04.
function periodNames(names) {
  const days = numberOf("timeline.date");
  if (!days || names.length !== days.length - 1) return names;
  return names.map((name, place) => (typeof name === "string" ? dayText(days[place + 1]).slice(0, name.length) : name));
}
