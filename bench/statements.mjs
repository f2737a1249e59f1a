// Which SQL statements an answer takes: a count does not depend on what else the machine does.
import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'statements';

/** The application's own PostgreSQL writes down every statement from its next start on. */
export function writeDownStatements(data) {
  const settings = ['logging_collector = on', "log_destination = 'jsonlog'", `log_directory = '${FOLDER}'`, 'log_min_duration_statement = 0', "log_timezone = 'UTC'"];
  appendFileSync(path.join(data, 'postgres', 'postgresql.auto.conf'), `\n${settings.join('\n')}\n`);
}

/** Everything that was carried out, in its order; what was only parsed or bound is left out. */
export function statements(data) {
  const folder = path.join(data, 'postgres', FOLDER);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .flatMap(({ timestamp, session_id: session, message }) => {
      const found = /^duration: [\d.]+ ms {2}(?:execute [^:]*|statement): ([^]+)$/.exec(message);
      return found ? [{ at: Date.parse(timestamp.replace(' UTC', 'Z').replace(' ', 'T')), session, sql: found[1] }] : [];
    })
    .sort((one, other) => one.at - other.at);
}

/** Those of the connection that looked the token up between two moments; the work that goes on beside has others. */
export function ofARequest(all, { from, to }) {
  const meanwhile = all.filter(({ at }) => at >= from && at <= to);
  const session = meanwhile.find(({ sql }) => sql.includes('handover.api_token'))?.session;
  return meanwhile.filter((statement) => statement.session === session);
}
