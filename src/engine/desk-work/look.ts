import type { Briefing, Part } from '../../core/briefing/briefing.ts';
import { sentence, statusBriefing } from '../../core/briefing/overview.ts';
import { evidenceAlone } from '../../core/briefing/see/see.ts';
import { baselineOf } from '../../core/evidence/baseline.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import type { Question } from '../../core/evidence/question.ts';
import type { Command } from '../../core/intake/command.ts';
import type { Release } from '../../core/service/release.ts';
import type { Environment } from '../../core/service/service.ts';
import { aborted, answerOf, ordinaryBudgetMs } from '../effects/ask.ts';
import { controlOf, type Doing } from '../effects/doing.ts';

/** How far a look goes back when nobody said. */
export const defaultLookBackMs = 30 * 60_000;
const releasesShown = 5;
/** Of the time for evidence, for the history of releases: it is asked before the evidence is. */
const historyShare = 0.2;

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
  const { releases, failure } = await releasesOf(environment, doing);
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
    const briefing = evidenceAlone(environment, evidence, doing.words, releases);
    if (failure === undefined) return briefing;
    const unread: Part = { kind: 'quiet', lines: [[doing.words.timeline.rolloutFailed(failure)]] };
    return { ...briefing, parts: [...briefing.parts, unread] };
  });
}

/** Newest first; or why they could not be read, soon enough that the answer is not kept waiting. */
async function releasesOf(
  { rollout }: Environment,
  doing: Doing,
): Promise<{ readonly releases?: readonly Release[]; readonly failure?: string }> {
  if (!rollout) return { releases: [] };
  const budgetMs = (doing.evidenceBudgetMs ?? ordinaryBudgetMs) * historyShare;
  const late = AbortSignal.timeout(budgetMs);
  try {
    const history = controlOf(doing, rollout).history(rollout, releasesShown);
    const { releases } = await Promise.race([history, aborted(late)]);
    return { releases };
  } catch (error) {
    doing.log.warn({ error }, 'the releases to compare with could not be read');
    const noAnswer = doing.words.causes.noAnswer(rollout.engine.toUpperCase(), budgetMs / 1000);
    return { failure: late.aborted || !(error instanceof Error) ? noAnswer : error.message };
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
