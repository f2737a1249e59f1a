// Swagger UI over the description of the REST interface. What is tried goes out as the page's own requests do: with the session, and
// with what a change has to repeat.
import { csrfToken } from '/csrf.js';

window.SwaggerUIBundle({
  url: '/v3/api-docs',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers['X-HANDOVER-XSRF'] = csrfToken();
    return request;
  },
});

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
