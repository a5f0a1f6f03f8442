import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../engine/log.ts';
import { cut } from './render/escape.ts';

/**
 * Our log as Slack's packages want one. Their debug lines carry message texts, response URLs and
 * socket tickets: they go nowhere, whatever the level.
 */
export function createSlackLogger(log: Log): Logger {
  const lines = log.child({ part: 'slack-sdk' });
  const say = (parts: unknown[]) => ({ says: cut(parts.map(words).join(' '), 500) });
  return {
    debug: () => {},
    info: (...parts) => lines.debug(say(parts), 'Slack SDK'),
    warn: (...parts) => lines.warn(say(parts), 'Slack SDK warns'),
    error: (...parts) => lines.error(say(parts), 'Slack SDK reports an error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function words(part: unknown): string {
  return part instanceof Error ? part.message : String(part);
}
