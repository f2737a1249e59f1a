// npm run check:hashes: every drawing was drawn from the model as it is now. Needs Node.js and nothing else.
import { basename } from 'node:path';
import { diagrams, hashInDrawing, hashOfModel, orphans } from './diagrams.js';

const complaints = diagrams()
  .filter(({ model, drawing }) => hashInDrawing(drawing) !== hashOfModel(model))
  .map(({ model, drawing }) => {
    const found = hashInDrawing(drawing);
    return found === null
      ? `${basename(drawing)} is missing or says of no model that it was drawn from it; run: npm run draw`
      : `${basename(drawing)} was drawn from another version of ${basename(model)}; run: npm run draw`;
  })
  .concat(orphans().map((drawing) => `${drawing} has no model beside it; delete it`));

complaints.forEach((complaint) => console.error(complaint));
if (diagrams().length === 0) complaints.push('there is no model to check');
console.log(`check:hashes: ${diagrams().length} models, ${complaints.length} complaints`);
process.exitCode = complaints.length ? 1 : 0;
