// npm run draw: draws every model of workflows/ into the SVG beside it.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { withViewer } from './browser.js';
import { diagrams, hashLine, hashOfModel } from './diagrams.js';

/** White around the drawing, in pixels. */
const MARGIN = 12;

await withViewer(async (page, show) => {
  for (const { model, drawing } of diagrams()) {
    const warnings = await show(model);
    if (warnings.length) throw new Error(`${basename(model)}: ${warnings.join('; ')}`);
    const { svg, title } = await page.evaluate(async () => ({
      svg: (await window.viewer.saveSVG()).svg,
      title: window.viewer.get('canvas').getRootElement().businessObject.name,
    }));
    writeFileSync(drawing, finished(svg, title, hashOfModel(model)));
    console.log(`drawn: ${basename(drawing)}`);
  }
});

/** What bpmn-js drew, the same in every run for the same model, readable on a light and on a dark page. */
function finished(svg, title, hash) {
  const [, x, y, width, height] = /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(svg).map(Number);
  const [left, top] = [Math.floor(x) - MARGIN, Math.floor(y) - MARGIN];
  const [right, bottom] = [Math.ceil(x + width) + MARGIN, Math.ceil(y + height) + MARGIN];
  const box = `${left} ${top} ${right - left} ${bottom - top}`;
  const size = `width="${right - left}" height="${bottom - top}"`;
  return withStableMarkers(svg)
    .replace('<!-- created with bpmn-js', () => `${hashLine(hash)}\n<!-- created with bpmn-js`)
    .replace(/<!DOCTYPE[^>]*>\n?/, '')
    .replace(/width="[^"]*" height="[^"]*" viewBox="[^"]*"/, `${size} viewBox="${box}" role="img"`)
    .replace(
      /(<svg [^>]*>)/,
      (start) =>
        `${start}\n<title>${escaped(title)}</title>\n` +
        `<rect x="${left}" y="${top}" ${size} fill="#ffffff"/>\n`,
    )
    .replaceAll('<g class="djs-group">', '\n<g class="djs-group">')
    .concat('\n');
}

/** bpmn-js gives the arrow heads names made up in each run; numbered in their order they do not change without the model. */
function withStableMarkers(svg) {
  const names = [...new Set([...svg.matchAll(/id="(marker-[^"]+)"/g)].map((match) => match[1]))];
  return names.reduce((text, name, index) => text.replaceAll(name, `arrow-${index + 1}`), svg);
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
