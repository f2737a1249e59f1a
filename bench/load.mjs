// What tools and people wait for: the event of a change, the first act after an approval, the answer to a start.
import { SETTINGS, withdrawDemonstration } from './failover.mjs';
import { freshFolder, handover, PEOPLE, start } from './programs.mjs';
import { measureApprovals, measureEvents } from './reactions.mjs';
import { measureStarts } from './starts.mjs';

export async function measureLoad({ jvm = [] }) {
  const data = freshFolder('load');
  const application = await start(handover, { data, jvm, settings: SETTINGS, env: PEOPLE });
  let reactions;
  try {
    await withdrawDemonstration(application.url);
    reactions = [await measureEvents(application.url, data), await measureApprovals(application.url)];
  } finally {
    await application.stop();
  }
  return [await measureStarts({ jvm }), ...reactions].join('\n\n');
}
