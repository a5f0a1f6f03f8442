import type { Briefing } from '../../core/briefing/briefing.ts';
import { sentence, statusBriefing } from '../../core/briefing/overview.ts';
import { evidenceAlone } from '../../core/briefing/see/see.ts';
import { baselineOf } from '../../core/evidence/baseline.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import type { Question } from '../../core/evidence/question.ts';
import type { Command } from '../../core/intake/command.ts';
import type { Release } from '../../core/service/release.ts';
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
  wish: Pick<Command, 'lookBackMs' | 'baseline'>,
  requestId: string,
  doing: Doing,
): Promise<Briefing> {
  const toAt = doing.clock.now();
  const window = { fromAt: toAt - (wish.lookBackMs ?? defaultLookBackMs), toAt };
  const releases = await releasesOf(environment, doing);
  const baseline = baselineOf(window, wish.baseline, releases ?? []);
  const compared = baseline ?? baselineOf(window, { is: 'yesterday' }, []);
  if (!baseline && releases) {
    return sentence(doing.words.refusals.noSuchRelease(releases.map(({ label }) => label)));
  }
  const question: Question = {
    id: `${requestId}#${kind}`,
    kind,
    environment,
    window,
    // A history that cannot be read must not keep anybody from the answer.
    ...(compared ? { baseline: compared } : {}),
  };
  const source = doing.sources.find((candidate) => candidate.canAnswer(question));
  if (!source) return sentence(doing.words.refusals.noSource(environment.service, [kind]));
  return inWords(doing, async () => {
    const never = new AbortController().signal;
    const evidence = await answerOf(source, question, never, doing);
    return evidenceAlone(environment, evidence, doing.words, releases);
  });
}

/** Newest first; undefined when they could not be read. */
async function releasesOf(
  { rollout }: Environment,
  doing: Doing,
): Promise<readonly Release[] | undefined> {
  if (!rollout) return [];
  try {
    return (await controlOf(doing, rollout).history(rollout, releasesShown)).releases;
  } catch (error) {
    doing.log.warn({ error }, 'the releases to compare with could not be read');
    return undefined;
  }
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
