import type { Release } from '../service/release.ts';
import type { Finding } from './finding.ts';
import { type LogSilence, silenceOf } from './log-silence.ts';
import type { Known } from './weigh.ts';

/** A release may take this long until the last old task is gone and the log is quiet. */
const rolloutMs = 60 * 60_000;

/** Logs that fell silent: while they are, finding no errors in them proves nothing. */
export function silenceFindings({ evidence, releases }: Known): readonly Finding[] {
  const volume = evidence['log-volume']?.volume;
  return (volume?.groups ?? []).flatMap((group): Finding[] => {
    const silence = silenceOf(group);
    if (!silence) return [];
    const release = releaseBefore(silence, releases);
    return [
      {
        id: 'log-silence',
        sure: surenessOf(silence, release),
        from: ['log-volume'],
        silence,
        ...(release ? { release: release.label } : {}),
      },
    ];
  });
}

/** Errors that came every hour and stopped with everything else were switched off, not mended. */
function surenessOf(silence: LogSilence, release: Release | undefined): Finding['sure'] {
  const errorsStopped = (silence.errorsBefore ?? 0) >= 1 && silence.errorsSince === 0;
  if (errorsStopped && silence.onlyAccess) return 'known';
  return errorsStopped || release !== undefined ? 'likely' : 'guess';
}

function releaseBefore(
  { sinceAt, withinMs }: LogSilence,
  releases: readonly Release[],
): Release | undefined {
  return releases.find(
    ({ startedAt }) => startedAt >= sinceAt - rolloutMs && startedAt <= sinceAt + withinMs,
  );
}
