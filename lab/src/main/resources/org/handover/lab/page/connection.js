// The way to the lab: its token, and one request. The token is in memory only, and never in an address that is sent.

let token = '';

export function takeTokenFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    token = given;
    history.replaceState(null, '', location.pathname);
  }
  return token !== '';
}

export function useToken(given) {
  token = given.trim();
}

/** The address of another page of the lab; what stands behind the # stays in the browser. */
export function pageWithToken(path) {
  return `${path}#token=${encodeURIComponent(token)}`;
}

export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export async function ask(method, path, body, headers = {}) {
  const request = { method, headers: { Authorization: `Bearer ${token}`, ...headers }, cache: 'no-store' };
  if (method === 'GET') {
    request.signal = AbortSignal.timeout(5000);
  }
  if (body !== undefined) {
    request.body = JSON.stringify(body);
  }
  const response = await fetch(path, request);
  const answer = await response.json();
  if (!response.ok) {
    throw new Refused(response.status, answer.error ?? `The lab answered ${response.status}.`);
  }
  return answer;
}

export function systemPath(system, rest = '') {
  return `/systems/${encodeURIComponent(system)}${rest}`;
}
