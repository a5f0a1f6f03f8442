import type { KnownBlock, ModalView } from '@slack/types';
import { shortHash } from '../../../core/kit/ids.ts';
import type { Plan, PreflightCheck } from '../../../core/service/plan.ts';
import type { History, Release } from '../../../core/service/release.ts';
import { isProduction } from '../../../core/service/service.ts';
import type { Desk } from '../../../engine/desk.ts';
import type { SlackWords } from '../words/words.ts';
import { option, select } from './choices.ts';
import { cleanLine, escapeWithin } from './escape.ts';
import { limits } from './limits.ts';
import { renderMoment } from './line.ts';
import { fence } from './message.ts';
import { type FormOrigin, modal, noticeView, paragraph, plainText } from './view.ts';

export const rollbackForms = {
  target: 'rollback-target',
  release: 'rollback-release',
  confirm: 'rollback-confirm',
} as const;
export const rollbackInputs = { target: 'target', release: 'release', typed: 'typed' } as const;

/** What the steps of the form hand on. */
export interface RollbackTarget extends FormOrigin {
  readonly service: string;
  readonly environment: string;
}

/** First step, when nobody said which: where something can be rolled back. Nothing preselected. */
export function rollbackTargetForm(
  services: ReturnType<Desk['services']>,
  origin: FormOrigin,
  words: SlackWords,
): ModalView {
  const say = words.rollback;
  const values = services.flatMap((service) =>
    service.environments
      .filter((environment) => environment.canRollBack)
      .map((environment) => targetValue(service.name, environment.name)),
  );
  if (values.length === 0) {
    return noticeView(say.title, say.nothingToRollBack, words);
  }
  const element = select({
    actionId: rollbackInputs.target,
    placeholder: say.chooseTarget,
    values,
  });
  return modal({
    callbackId: rollbackForms.target,
    title: say.title,
    submit: say.next,
    carries: origin,
    words,
    blocks: [
      {
        type: 'input',
        block_id: rollbackInputs.target,
        label: plainText(say.target, limits.inputLabel),
        element,
      },
    ],
  });
}

const between = ' · ';
function targetValue(service: string, environment: string): string {
  return `${service}${between}${environment}`;
}

/** Reads the choice of the first step back. */
export function readTarget(value: string): { service: string; environment: string } | undefined {
  const [service, environment] = value.split(between);
  return service && environment ? { service, environment } : undefined;
}

/** Shown at once, while the engine is asked: a trigger lives only 3 s. */
export function waitingView(text: string, words: SlackWords): ModalView {
  return modal({
    callbackId: 'waiting',
    title: words.rollback.title,
    words,
    blocks: [paragraph(`:hourglass_flowing_sand: ${escapeWithin(cleanLine(text), 500)}`)],
  });
}

/** Second step: the newest releases that do not run everywhere already. */
export function releaseForm(
  target: RollbackTarget,
  history: History,
  words: SlackWords,
): ModalView {
  const say = words.rollback;
  const choices = history.releases.filter((release) => release.isRunning !== 'yes');
  const running = history.releases.find((release) => release.isRunning === 'yes');
  if (choices.length === 0) {
    return noticeView(say.title, `${say.noEarlier(named(target))} ${history.limit ?? ''}`, words);
  }
  const shown = choices.slice(0, limits.radioOptions);
  const hidden = choices.length - shown.length;
  const notes = [
    hidden > 0 ? say.olderHidden(hidden) : '',
    history.complete ? '' : `${say.incomplete} ${history.limit ?? ''}`,
  ].filter((note) => note !== '');
  return modal({
    callbackId: rollbackForms.release,
    title: say.title,
    submit: say.seePlan,
    carries: target,
    words,
    blocks: [
      heading(target),
      ...(running ? [paragraph(say.now(describe(running, words)))] : []),
      {
        type: 'input',
        block_id: rollbackInputs.release,
        label: plainText(say.goBackTo, limits.inputLabel),
        element: {
          type: 'radio_buttons',
          action_id: rollbackInputs.release,
          options: shown.map((release) =>
            option(release.label, releaseValue(release.id), summary(release, words)),
          ),
        },
      },
      ...notes.map((note) => quiet(note)),
    ],
  });
}

/** Ids of engines may be longer than an entry's value may be: then a hash stands for them. */
export function releaseValue(id: string): string {
  return id.length <= limits.optionValue ? id : `hash:${shortHash(id)}`;
}

/** Last step: the exact plan; production asks for the service's name. A blocked plan cannot go. */
export function confirmForm(
  target: RollbackTarget,
  plan: Plan,
  carries: object,
  words: SlackWords,
): ModalView {
  const say = words.rollback;
  const isBlocked = plan.checks.some((check) => check.result === 'block');
  const blocks: KnownBlock[] = [
    heading(target),
    paragraph(escapeWithin(cleanLine(plan.sentence), 1_000)),
    ...(plan.toRelease ? [paragraph(say.backTo(describe(plan.toRelease, words)))] : []),
    ...preflight(plan.checks),
    ...exactly(plan, words),
    quiet(
      `${say.takes(minutes(plan.eta.lowMs), minutes(plan.eta.highMs), plan.eta.basis)} ${plan.undoHint}`,
    ),
  ];
  if (isBlocked) {
    blocks.push(paragraph(say.blocked(':no_entry:')));
    return modal({ callbackId: 'notice', title: say.title, blocks, words });
  }
  const typed: KnownBlock[] = isProduction(target.environment)
    ? [
        {
          type: 'input',
          block_id: rollbackInputs.typed,
          label: plainText(say.typeName(target.service, target.environment), 200),
          element: { type: 'plain_text_input', action_id: rollbackInputs.typed, max_length: 200 },
        },
      ]
    : [];
  return modal({
    callbackId: rollbackForms.confirm,
    title: say.title,
    submit: say.propose,
    carries,
    words,
    blocks: [...blocks, ...typed],
  });
}

function preflight(checks: readonly PreflightCheck[]): KnownBlock[] {
  const signs = {
    pass: ':white_check_mark:',
    warn: ':warning:',
    block: ':no_entry:',
    unknown: ':grey_question:',
  };
  // The worst first: they are read before the thumb reaches the button.
  const order = ['block', 'warn', 'unknown', 'pass'] as const;
  const lines = order.flatMap((result) =>
    checks
      .filter((check) => check.result === result)
      .map((check) => `${signs[result]} ${escapeWithin(cleanLine(check.text || check.name), 250)}`),
  );
  return joined(lines).map(paragraph);
}

/** The calls as the engine would get them. */
function exactly(plan: Plan, words: SlackWords): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  const steps = plan.steps.map((step) => `• ${escapeWithin(cleanLine(step.text), 300)}`);
  blocks.push(...joined(steps).map(paragraph));
  const calls = plan.steps.flatMap((step) => (step.call === undefined ? [] : [step.call]));
  const code = fence(calls.flatMap(narrow).join('\n'), words);
  if (code !== undefined) blocks.push(paragraph(code));
  return blocks;
}

/** Long calls wrapped rather than cut: the exact effect is what people approve. */
function narrow(call: string): string[] {
  return cleanLine(call).match(/.{1,58}/gu) ?? [];
}

function joined(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (let at = 0; at < lines.length; at += 8) texts.push(lines.slice(at, at + 8).join('\n'));
  return texts;
}

function heading(target: RollbackTarget): KnownBlock {
  return { type: 'header', text: plainText(named(target), limits.headerText) };
}

function named(target: RollbackTarget): string {
  return `${target.service} · ${target.environment}`;
}

function quiet(text: string): KnownBlock {
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: escapeWithin(cleanLine(text), limits.contextText - 100) }],
  };
}

/** A release in a sentence, with its date in the reader's zone. */
function describe(release: Release, words: SlackWords): string {
  const label = escapeWithin(cleanLine(release.label), 300);
  const moment = renderMoment(release.startedAt, 'date-time');
  return words.rollback.since(label.replaceAll('*', '∗'), moment, release.outcome);
}

/** The same where Slack takes no dates: option texts are plain. */
function summary(release: Release, words: SlackWords): string {
  const at = new Date(release.startedAt).toISOString();
  const by = release.actor ? `, ${release.actor.name}` : '';
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC, ${words.rollback.outcome(release.outcome)}${by}`;
}

function minutes(ms: number): number {
  return Math.max(1, Math.round(ms / 60_000));
}
