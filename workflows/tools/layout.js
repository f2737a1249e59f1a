// The rules of a diagram that can be read at a glance. All boxes are {x, y, width, height}, all lines lists of {x, y}.

/** How near two things may come that have nothing to do with each other, in pixels of the diagram. */
const MARGIN = 4;

/** One sentence for each thing that is wrong with what was drawn: shapes, labels (texts outside of shapes) and lines. */
export function complaintsAbout({ shapes, labels, lines }) {
  return [
    ...shapesTooNear(shapes),
    ...textsThatLeaveTheirShape(shapes),
    ...symbolsThatAreHidden(shapes),
    ...namesThatTouchAMarker(shapes),
    ...namesThatAreHidden(shapes),
    ...thingsThatLeaveTheirSubProcess(shapes, lines),
    ...labelsWithoutAPlace(labels),
    ...labelsThatCollide(labels, shapes, lines),
    ...linesThatAreLoose(lines, shapes),
    ...linesThroughShapes(lines, shapes),
    ...linesThatMeet(lines),
  ];
}

function shapesTooNear(shapes) {
  return pairs(shapes)
    .filter(([a, b]) => a.host !== b.id && b.host !== a.id && !isWithin(a, b) && !isWithin(b, a))
    .filter(([a, b]) => overlap(grown(a.box, MARGIN), b.box))
    .map(([a, b]) => `${a.id} overlaps ${b.id} or nearly touches it`);
}

function textsThatLeaveTheirShape(shapes) {
  return shapes
    .filter(({ text, box }) => text && !contains(box, text))
    .map(({ id }) => `the text of ${id} does not fit into its shape`);
}

/** Neither a text nor a boundary event covers the symbol that says what kind of task it is, or that it calls or repeats. */
function symbolsThatAreHidden(shapes) {
  return shapes.flatMap((shape) => {
    const covers = [shape.text, ...shapes.filter(({ host }) => host === shape.id).map(({ box }) => box)].filter(Boolean);
    return symbols(shape).some((symbol) => covers.some((cover) => overlap(symbol, cover)))
      ? [`something covers a symbol of ${shape.id}`]
      : [];
  });
}

/** A name that ends right above the marker of a call or a loop reads as crossed out. */
function namesThatTouchAMarker(shapes) {
  return shapes
    .filter((shape) => shape.text && markers(shape).some((marker) => overlap(grown(marker, MARGIN), shape.text)))
    .map(({ id }) => `the name of ${id} touches its marker`);
}

/** Where bpmn-js draws a task's kind: in its upper left corner. */
function symbols(shape) {
  const kind = { x: shape.box.x, y: shape.box.y, width: 24, height: 24 };
  const tasks = /^bpmn:(User|Service|Script|Send|Receive|BusinessRule|Manual)Task$/;
  return [...(tasks.test(shape.type) ? [kind] : []), ...markers(shape)];
}

/** Where bpmn-js draws that something is called or repeated: at the middle of its lower edge. */
function markers({ type, loop, box }) {
  const marker = { x: box.x + box.width / 2 - 8, y: box.y + box.height - 19, width: 16, height: 19 };
  return type === 'bpmn:CallActivity' || loop ? [marker] : [];
}

/** What sits on the edge of a shape, or is drawn inside of it, does not cover its name. */
function namesThatAreHidden(shapes) {
  return shapes.flatMap((shape) =>
    shapes
      .filter((other) => other.host === shape.id || isWithin(other, shape))
      .filter(({ box }) => shape.text && overlap(grown(box, 1), shape.text))
      .map(({ id }) => `${id} covers the name of ${shape.id}`),
  );
}

function thingsThatLeaveTheirSubProcess(shapes, lines) {
  const inner = [...shapes.filter(({ host }) => !host), ...lines.map((line) => ({ ...line, box: frame(line.points) }))];
  return inner.flatMap((thing) =>
    shapes
      .filter((shape) => isWithin(thing, shape) && !contains(grown(shape.box, -MARGIN), thing.box))
      .map((shape) => `${thing.id} does not lie within ${shape.id}`),
  );
}

function labelsWithoutAPlace(labels) {
  return labels.flatMap(({ id, placed, text, box }) => {
    if (!placed) return [`the label of ${id} has no bounds of its own`];
    return text && !contains(grown(box, 1), text) ? [`the label of ${id} is larger than its bounds`] : [];
  });
}

function labelsThatCollide(labels, shapes, lines) {
  const written = labels.filter(({ text }) => text);
  return [
    ...pairs(written)
      .filter(([a, b]) => overlap(grown(a.text, MARGIN), b.text))
      .map(([a, b]) => `the labels of ${a.id} and ${b.id} collide`),
    ...written.flatMap((label) => [
      ...shapes
        .filter((shape) => !isWithin(label, shape) && overlap(label.text, shape.box))
        .map((shape) => `the label of ${label.id} runs into ${shape.id}`),
      ...shapes
        .filter((shape) => shape.text && isWithin(label, shape) && overlap(label.text, shape.text))
        .map((shape) => `the label of ${label.id} runs into the name of ${shape.id}`),
      ...lines
        .filter((line) => segments(line).some((segment) => meets(segment, grown(label.text, 1))))
        .map((line) => `the line ${line.id} runs through the label of ${label.id}`),
    ]),
  ];
}

function linesThatAreLoose(lines, shapes) {
  const byId = new Map(shapes.map((shape) => [shape.id, shape]));
  return lines
    .filter(({ type }) => type === 'bpmn:SequenceFlow')
    .flatMap((line) => [
      ...segments(line)
        .filter(([p, q]) => p.x !== q.x && p.y !== q.y)
        .map(([p, q]) => `the line ${line.id} is oblique from ${p.x},${p.y} to ${q.x},${q.y}`),
      ...(touches(byId.get(line.source), line.points[0]) ? [] : [`the line ${line.id} does not begin at ${line.source}`]),
      ...(touches(byId.get(line.target), line.points.at(-1)) ? [] : [`the line ${line.id} does not end at ${line.target}`]),
    ]);
}

function linesThroughShapes(lines, shapes) {
  return lines.flatMap((line) =>
    shapes
      .filter((shape) => shape.id !== line.source && shape.id !== line.target && !isWithin(line, shape))
      .filter(({ box }) => segments(line).some((segment) => meets(segment, grown(box, MARGIN - 1))))
      // A line leaves a boundary event at the edge of the shape that the event sits on.
      .filter(({ id, box }) => shapes.find((shape) => shape.id === line.source)?.host !== id || runsInside(line, box))
      .map(({ id }) => `the line ${line.id} runs through ${id} or along it`),
  );
}

function runsInside(line, box) {
  return segments(line).some((segment) => meets(segment, grown(box, -1)));
}

function linesThatMeet(lines) {
  return pairs(lines)
    .filter(([a, b]) => segments(a).some((one) => segments(b).some((other) => cross(one, other))))
    .map(([a, b]) => `the lines ${a.id} and ${b.id} meet`);
}

/** Whether something is drawn inside of a sub-process, where it is meant to be. */
function isWithin({ within }, shape) {
  return within.includes(shape.id);
}

function pairs(things) {
  return things.flatMap((a, index) => things.slice(index + 1).map((b) => [a, b]));
}

function segments({ points }) {
  return points.slice(1).map((point, index) => [points[index], point]);
}

function grown({ x, y, width, height }, by) {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function frame(points) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function contains(outer, inner) {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** Whether a point lies on the outline of a shape: a diamond, a circle or a rectangle. */
function touches({ type, box }, { x, y }) {
  const across = Math.abs(x - box.x - box.width / 2) / (box.width / 2);
  const down = Math.abs(y - box.y - box.height / 2) / (box.height / 2);
  let reach = Math.max(across, down);
  if (type.endsWith('Gateway')) reach = across + down;
  if (type.endsWith('Event')) reach = Math.hypot(across, down);
  return Math.abs(reach - 1) < 0.03;
}

/** Whether a segment has a point within the box (Liang and Barsky). */
function meets([p, q], { x, y, width, height }) {
  let [from, to] = [0, 1];
  for (const [start, delta, low, high] of [
    [p.x, q.x - p.x, x, x + width],
    [p.y, q.y - p.y, y, y + height],
  ]) {
    if (delta === 0) {
      if (start <= low || start >= high) return false;
      continue;
    }
    const [a, b] = [(low - start) / delta, (high - start) / delta].sort((one, other) => one - other);
    [from, to] = [Math.max(from, a), Math.min(to, b)];
    if (from >= to) return false;
  }
  return true;
}

/** Whether two segments have a point in common. */
function cross([a, b], [c, d]) {
  const turn = (p, q, r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  const between = (p, q, r) =>
    Math.min(p.x, q.x) <= r.x && r.x <= Math.max(p.x, q.x) && Math.min(p.y, q.y) <= r.y && r.y <= Math.max(p.y, q.y);
  const [one, two, three, four] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  return (
    (one !== two && three !== four) ||
    (one === 0 && between(a, b, c)) ||
    (two === 0 && between(a, b, d)) ||
    (three === 0 && between(c, d, a)) ||
    (four === 0 && between(c, d, b))
  );
}
