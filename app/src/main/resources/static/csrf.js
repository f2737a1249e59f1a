/** What a change has to repeat, so that no other site's page can make it. The cookie is renewed at every sign-in. */
export function csrfToken() {
  const found = /(?:^|;\s*)HANDOVER-XSRF=([^;]*)/.exec(document.cookie);
  return found ? decodeURIComponent(found[1]) : '';
}

/** A form that the browser posts itself carries the token as a field, filled in at the last moment. */
export function carryCsrfToken(form) {
  form.addEventListener('submit', () => {
    form.elements._csrf.value = csrfToken();
  });
}
