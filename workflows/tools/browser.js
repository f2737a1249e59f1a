// bpmn-js needs a real browser to measure text. This is the one installed on the machine; none is downloaded.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const bpmnJs = dirname(require.resolve('bpmn-js/package.json'));

/**
 * bpmn-js writes in Arial. Where a machine has none, the next font is wider and every text runs into something: this one,
 * as wide as Arial letter by letter, is measured everywhere.
 */
const ARIAL = `data:font/woff2;base64,${readFileSync(
  require.resolve('@fontsource/arimo/files/arimo-latin-400-normal.woff2'),
  'base64',
)}`;

/**
 * Opens a page in which `window.viewer` is an empty bpmn-js viewer, hands over a function that imports a model into it, and
 * closes the browser afterwards. The import resolves to the importer's warnings.
 */
export async function withViewer(use) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--disable-gpu',
      // Chromium refuses to start its sandbox as root, which is who runs in most CI containers.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.setContent('<body style="margin:0"><div id="canvas" style="width:1600px;height:1000px"></div></body>');
    await page.evaluate(async (source) => {
      document.fonts.add(await new FontFace('Arial', `url(${source})`).load());
    }, ARIAL);
    await page.addScriptTag({ path: join(bpmnJs, 'dist', 'bpmn-viewer.production.min.js') });
    await page.evaluate(() => {
      window.viewer = new window.BpmnJS({ container: '#canvas' });
    });
    const show = (file) =>
      page.evaluate(async (xml) => {
        const { warnings } = await window.viewer.importXML(xml);
        return warnings.map((warning) => warning.message);
      }, readFileSync(file, 'utf8'));
    return await use(page, show);
  } finally {
    await browser.close();
  }
}
