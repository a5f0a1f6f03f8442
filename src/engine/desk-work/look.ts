import type { Briefing } from '../../core/briefing/briefing.ts';
import { sentence, statusBriefing } from '../../core/briefing/overview.ts';
import { evidenceAlone } from '../../core/briefing/see/see.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import type { Question } from '../../core/evidence/question.ts';
import type { Environment } from '../../core/service/service.ts';
import { answerOf } from '../effects/ask.ts';
import { controlOf, type Doing } from '../effects/doing.ts';

/** How far a look goes back when nobody said. */
export const defaultLookBackMs = 30 * 60_000;
const releasesShown = 5;

/** Evidence for one person, without an incident. Never rejects: trouble is said in words. */
export async function lookFor(
  kind: Evidence['kind'],
  environment: Environment,
  lookBackMs: number | undefined,
  requestId: string,
  doing: Doing,
): Promise<Briefing> {
  const toAt = doing.clock.now();
  const question: Question = {
    id: `${requestId}#${kind}`,
    kind,
    environment,
    window: { fromAt: toAt - (lookBackMs ?? defaultLookBackMs), toAt },
  };
  const source = doing.sources.find((candidate) => candidate.canAnswer(question));
  if (!source) return sentence(doing.words.refusals.noSource(environment.service, [kind]));
  return inWords(doing, async () => {
    const never = new AbortController().signal;
    return evidenceAlone(environment, await answerOf(source, question, never, doing), doing.words);
  });
}

/** What runs in one place. Never rejects. */
export async function statusOf(environment: Environment, doing: Doing): Promise<Briefing> {
  const { rollout } = environment;
  if (!rollout) {
    return sentence(doing.words.refusals.noRollout(environment.service, environment.name));
  }
  return inWords(doing, async () => {
    const control = controlOf(doing, rollout);
    const [state, history] = await Promise.all([
      control.describe(rollout),
      control.history(rollout, releasesShown),
    ]);
    const place = { service: environment.service, environment: environment.name };
    return statusBriefing(place, state, history.releases, doing.words);
  });
}

async function inWords(doing: Doing, work: () => Promise<Briefing>): Promise<Briefing> {
  try {
    return await work();
  } catch (error) {
    doing.log.warn({ error }, 'a look without an incident failed');
    return sentence(error instanceof Error ? error.message : String(error));
  }
}
