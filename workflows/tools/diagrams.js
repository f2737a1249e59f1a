// The diagrams of workflows/, and the hash by which a drawing says which model it was drawn from.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const folder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Every model of the folder: its name, its file, the file of its drawing. */
export function diagrams() {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.bpmn'))
    .sort()
    .map((file) => {
      const name = basename(file, '.bpmn');
      return { name, model: join(folder, file), drawing: join(folder, `${name}.svg`) };
    });
}

/** SHA-256 of the model as Git stores it: a checkout that turned LF into CRLF has the same hash. */
export function hashOfModel(file) {
  const stored = Buffer.from(readFileSync(file).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return createHash('sha256').update(stored).digest('hex');
}

/** The line by which a drawing carries the hash of its model. */
export const hashLine = (hash) => `<!-- drawn from the model with SHA-256 ${hash} -->`;

/** The hash that a drawing carries, or null when there is no drawing or it carries none. */
export function hashInDrawing(file) {
  if (!existsSync(file)) return null;
  return /<!-- drawn from the model with SHA-256 ([0-9a-f]{64}) -->/.exec(readFileSync(file, 'utf8'))?.[1] ?? null;
}

/** Drawings whose model is gone. */
export function orphans() {
  const known = new Set(diagrams().map((each) => `${each.name}.svg`));
  return readdirSync(folder).filter((file) => file.endsWith('.svg') && !known.has(file));
}
