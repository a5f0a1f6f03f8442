import type { Dossier } from '../dossier.ts';
import type { EventOf } from '../event.ts';
import { askableKinds } from '../evidence/askable.ts';
import { baselineOf } from '../evidence/baseline.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Question } from '../evidence/question.ts';
import { weighEnvironment } from '../evidence/weigh-environment.ts';
import { isOpen } from '../incident/phase.ts';
import type { BaselineWish } from '../intake/command.ts';
import { derivedId } from '../kit/ids.ts';
import { refuse } from '../kit/refusal.ts';
import type { RolloutPhase, RolloutState } from '../service/rollout.ts';
import { environmentOf } from '../world.ts';
import { attachFound, wantPicture } from './attach.ts';
import { boundEvidence } from './bound-evidence.ts';
import { type Context, type Draft, draft, note, patch, type Step, show } from './change.ts';

/** How far back the first look goes: far enough to hold the release that broke it. */
const firstLookBackMs = 30 * 60_000;

/** So much of the time before is read with them, to see that they are new. */
const beforeStraysMs = 10 * 60_000;

/** An alarm fires on the first bad minute: what it hits shows only after some more. */
const lookAgainAfterMs = 3 * 60_000;

/** The first look of an incident that begins, or begins anew, and a second one a little later. */
export function lookTwice(change: Draft, eventId: string, context: Context): void {
  askEverything(change, eventId, context);
  if (change.dossier.asking.length > 0) {
    change.effects.push({ kind: 'look-again', afterMs: lookAgainAfterMs });
  }
}

export function lookAgainDue(
  dossier: Dossier,
  event: EventOf<'LookAgainDue'>,
  context: Context,
): Step {
  if (!isOpen(dossier.phase)) return refuse('closed', `${dossier.id} is closed: nobody looks.`);
  const change = draft(dossier);
  askEverything(change, event.id, context);
  return change;
}

/** Everything there is to ask about the incident's environment, at once. */
function askEverything(change: Draft, eventId: string, context: Context): void {
  const environment = environmentOf(
    context.world,
    change.dossier.service,
    change.dossier.environment,
  );
  if (!environment) return;
  ask(change, eventId, context, askableKinds(environment), { lookBackMs: firstLookBackMs });
  if (environment.rollout) change.effects.push({ kind: 'observe-rollout' });
}

function ask(
  change: Draft,
  eventId: string,
  context: Context,
  kinds: readonly Evidence['kind'][],
  look: { readonly lookBackMs: number; readonly baseline?: BaselineWish },
): void {
  const environment = environmentOf(
    context.world,
    change.dossier.service,
    change.dossier.environment,
  );
  if (!environment || kinds.length === 0) return;
  const window = { fromAt: context.now - look.lookBackMs, toAt: context.now };
  const baseline = baselineOf(window, look.baseline, change.dossier.releases ?? []);
  const questions: Question[] = kinds.map((kind) => ({
    id: derivedId(eventId, kind),
    kind,
    environment,
    window,
    ...(baseline ? { baseline } : {}),
  }));
  patch(change, { asking: [...change.dossier.asking, ...questions.map(({ id }) => id)] });
  const [alone, more] = questions;
  if (more) patch(change, { look: { id: eventId, window } });
  else if (alone) wantPicture(change, alone.kind, alone.id);
  for (const question of questions) change.effects.push({ kind: 'ask', question });
  show(change, 'evidence');
}

/** What went to the wrong place until it was mended, counted to its end: somebody has to move it. */
export function countStrays(change: Draft, eventId: string, context: Context): void {
  const { evidence, releases = [] } = change.dossier;
  const stray = weighEnvironment({ evidence, releases })?.wrong.stray;
  if (!stray) return;
  const lookBackMs = context.now - stray.firstAt + beforeStraysMs;
  ask(change, eventId, context, ['log-volume'], { lookBackMs });
}

export function evidenceRequested(
  dossier: Dossier,
  event: EventOf<'EvidenceRequested'>,
  context: Context,
): Step {
  const environment = environmentOf(context.world, dossier.service, dossier.environment);
  if (!environment) {
    return refuse('no-environment', context.words.refusals.notConfigured(dossier.service));
  }
  const kinds = askableKinds(environment, event.kinds);
  if (kinds.length === 0) {
    return refuse('no-source', context.words.refusals.noSource(dossier.service, event.kinds));
  }
  const window = { fromAt: context.now - event.lookBackMs, toAt: context.now };
  if (!baselineOf(window, event.baseline, dossier.releases ?? [])) {
    const labels = (dossier.releases ?? []).map(({ label }) => label);
    return refuse('no-release', context.words.refusals.noSuchRelease(labels));
  }
  const change = draft(dossier);
  ask(change, event.id, context, kinds, event);
  if (environment.rollout) change.effects.push({ kind: 'observe-rollout' });
  note(change, event, context, {
    by: event.by,
    text: context.words.timeline.asked(event.by, kinds),
  });
  return change;
}

/** An answer, found or not, replaces the one before it unless it looked at an earlier moment. */
export function evidenceAnswered(
  dossier: Dossier,
  event: EventOf<'EvidenceAnswered'>,
  context: Context,
): Step {
  const evidence = boundEvidence(event.evidence);
  const change = draft(dossier);
  const before = dossier.evidence[evidence.kind];
  patch(change, { asking: dossier.asking.filter((id) => id !== evidence.questionId) });
  if (!before || before.window.toAt <= evidence.window.toAt) {
    patch(change, { evidence: { ...dossier.evidence, [evidence.kind]: evidence } });
  }
  note(change, event, context, {
    kind: `EvidenceAnswered:${evidence.kind}`,
    text: context.words.timeline.answered(evidence),
    detail: { query: evidence.query, link: evidence.link, window: evidence.window },
  });
  show(change, 'evidence', 'card');
  attachFound(change);
  offerWaysOut(change);
  return change;
}

/** A rollout that moves, or that could not be read, is read again this often while people look. */
const observeAgainMs = 30_000;
/** Phases a rollout leaves only when somebody acts. */
const settled: readonly RolloutPhase[] = [
  'idle',
  'succeeded',
  'failed',
  'rolled-back',
  'stopped-mixed',
  'unknown',
];

export function rolloutObserved(
  dossier: Dossier,
  event: EventOf<'RolloutObserved'>,
  context: Context,
): Step {
  const { rolloutFailure: _before, ...rest } = dossier;
  const change = draft({
    ...rest,
    ...(event.state ? { rollout: event.state } : {}),
    ...(event.releases ? { releases: event.releases } : {}),
    ...(event.failure ? { rolloutFailure: event.failure } : {}),
  });
  if (event.failure && event.failure !== dossier.rolloutFailure) {
    note(change, event, context, {
      text: context.words.timeline.rolloutFailed(event.failure),
    });
  }
  const isMoving = event.state !== undefined && !settled.includes(event.state.phase);
  if (isOpen(dossier.phase) && (isMoving || event.failure !== undefined)) {
    change.effects.push({ kind: 'observe-rollout', afterMs: observeAgainMs });
  }
  if (isNews(dossier, event)) show(change, 'card', 'evidence');
  offerWaysOut(change, isNews(dossier, event));
  return change;
}

/** Has anything changed that people can see? */
function isNews(dossier: Dossier, event: EventOf<'RolloutObserved'>): boolean {
  const shown = (state: RolloutState | undefined) =>
    state && [state.phase, state.engineStatus, state.progress, state.to?.id, state.capabilities];
  const before = [shown(dossier.rollout), dossier.releases, dossier.rolloutFailure];
  const after = [
    shown(event.state ?? dossier.rollout),
    event.releases ?? dossier.releases,
    event.failure,
  ];
  return JSON.stringify(before) !== JSON.stringify(after);
}

/**
 * Once the first answers and the rollout are in, people have something to decide. The message with
 * the ways out goes up then and is kept up to date; the phase moves once.
 */
export function offerWaysOut(change: Draft, isNew = true): void {
  const { dossier } = change;
  if (!isOpen(dossier.phase) || dossier.asking.length > 0) return;
  if (!dossier.rollout && !dossier.rolloutFailure) return;
  const begins = dossier.phase === 'investigating';
  if (begins) patch(change, { phase: 'deciding' });
  if (begins || isNew) show(change, 'options', 'card');
}

/** A message of ours exists now. With the first card up, whatever waited for the thread is shown. */
export function messageShown(dossier: Dossier, event: EventOf<'MessageShown'>): Step {
  const change = draft(dossier);
  const before = dossier.messages[event.slot];
  patch(change, { messages: { ...dossier.messages, [event.slot]: event.ref } });
  if (event.slot !== 'card' || before) return change;
  if (dossier.asking.length > 0 || Object.keys(dossier.evidence).length > 0)
    show(change, 'evidence');
  attachFound(change);
  if (isOpen(dossier.phase) && dossier.phase !== 'investigating') show(change, 'options');
  for (const action of dossier.actions) show(change, `action:${action.id}`);
  for (const name of Object.keys(dossier.notices)) show(change, `notice:${name}`);
  return change;
}
