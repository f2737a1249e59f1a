/** An element with its attributes and children; null, false and '' among the children are left out. Text stays text. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

/** An instant in the viewer's own time; the exact one, in UTC, on hovering. */
export function time(instant, style = { dateStyle: 'medium', timeStyle: 'medium' }) {
  return el('time', { datetime: instant, title: instant }, new Date(instant).toLocaleString(undefined, style));
}

/** An id such as confirmResult as words. */
export function words(id) {
  return id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
