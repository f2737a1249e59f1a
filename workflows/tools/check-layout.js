// npm run check:layout: what no renderer complains about but a reader does. Measured on what bpmn-js really draws.
import { basename } from 'node:path';
import { withViewer } from './browser.js';
import { diagrams } from './diagrams.js';
import { complaintsAbout } from './layout.js';

let count = 0;
await withViewer(async (page, show) => {
  for (const { model } of diagrams()) {
    const warnings = await show(model);
    const drawn = await page.evaluate(measure);
    for (const complaint of [...warnings, ...complaintsAbout(drawn)]) {
      console.error(`${basename(model)}: ${complaint}`);
      count++;
    }
  }
});
console.log(`check:layout: ${diagrams().length} models, ${count} complaints`);
process.exitCode = count ? 1 : 0;

/** Runs in the page: the boxes of shapes and of texts, and the lines, all in the diagram's own coordinates. */
function measure() {
  const canvas = window.viewer.get('canvas');
  const registry = window.viewer.get('elementRegistry');
  canvas.zoom(1);
  const frame = canvas.getContainer().getBoundingClientRect();
  const view = canvas.viewbox();
  const textBox = (element) => {
    const lines = [...registry.getGraphics(element).querySelectorAll(':scope > .djs-visual tspan')].map((line) =>
      line.getBoundingClientRect(),
    );
    if (lines.length === 0) return null;
    const left = Math.min(...lines.map((line) => line.left));
    const top = Math.min(...lines.map((line) => line.top));
    return {
      x: (left - frame.left) / view.scale + view.x,
      y: (top - frame.top) / view.scale + view.y,
      width: (Math.max(...lines.map((line) => line.right)) - left) / view.scale,
      height: (Math.max(...lines.map((line) => line.bottom)) - top) / view.scale,
    };
  };
  const box = ({ x, y, width, height }) => ({ x, y, width, height });
  const ancestors = ({ parent }) => (parent ? [parent.id, ...ancestors(parent)] : []);
  const shapes = [];
  const labels = [];
  const lines = [];
  for (const element of registry.getAll()) {
    if (!element.parent) continue;
    if (element.labelTarget) {
      labels.push({
        id: element.labelTarget.id,
        within: ancestors(element.labelTarget),
        text: textBox(element),
        box: box(element),
        placed: Boolean(element.labelTarget.di.label?.bounds),
      });
    } else if (element.waypoints) {
      lines.push({
        id: element.id,
        type: element.type,
        source: element.source.id,
        target: element.target.id,
        within: ancestors(element),
        points: element.waypoints.map(({ x, y }) => ({ x, y })),
      });
    } else {
      shapes.push({
        id: element.id,
        type: element.type,
        host: element.host?.id,
        within: ancestors(element),
        loop: Boolean(element.businessObject.loopCharacteristics),
        box: box(element),
        text: textBox(element),
      });
    }
  }
  return { shapes, labels, lines };
}
