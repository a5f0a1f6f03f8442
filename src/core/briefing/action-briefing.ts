import { type Action, isLive } from '../action/action.ts';
import type { Measurement } from '../service/measurement.ts';
import type { Plan } from '../service/plan.ts';
import type { Briefing, Inline, Line, Part } from './briefing.ts';
import { type IncidentView, nameplate } from './incident-view.ts';
import type { Offer } from './offer.ts';
import type { Words } from './words/words.ts';

/** One action from wish to proof: the plan as it is approved, its progress, its verdict. */
export function actionBriefing(
  incident: IncidentView,
  action: Action,
  words: Words,
  now: number,
): Briefing {
  const title = `${words.action.title(action.request.verb)} · ${action.service} · ${action.environment}`;
  const status = statusLine(action, words, now);
  const parts: Part[] = [{ kind: 'header', text: title }];
  if (action.plan) parts.push(...planParts(action, action.plan, words));
  parts.push({ kind: 'lines', lines: [[{ bold: status }], ...progressLines(action)] });
  parts.push(...verificationParts(action, words));
  const offers = offersOfAction(incident, action, words);
  if (offers.length > 0) parts.push({ kind: 'offers', offers });
  parts.push({ kind: 'quiet', lines: [whoLine(action, words)] });
  return { text: `${nameplate(incident, words)}: ${title}. ${status}`, parts };
}

function planParts(action: Action, plan: Plan, words: Words): Part[] {
  const say = words.action;
  const calls = plan.steps.map(
    ({ text, call }): Line => ['• ', text, ...(call ? ([' · ', { code: call }] as Inline[]) : [])],
  );
  const parts: Part[] = [{ kind: 'lines', lines: [[plan.sentence]] }];
  if (!isLive(action)) return parts;
  parts.push({ kind: 'lines', lines: [[{ bold: say.steps }], ...calls] });
  const marks = { pass: '✓', warn: '⚠', block: '✗', unknown: '?' } as const;
  const checks = plan.checks.map(({ result, text }): Line => [`${marks[result]} ${text}`]);
  if (checks.length > 0) parts.push({ kind: 'lines', lines: [[{ bold: say.checks }], ...checks] });
  const { lowMs, highMs, basis } = plan.eta;
  parts.push({
    kind: 'quiet',
    lines: [
      [`${say.takes} ${words.duration(lowMs)}–${words.duration(highMs)} (${basis})`],
      [`${say.undo}: ${plan.undoHint}`],
    ],
  });
  return parts;
}

function statusLine(action: Action, words: Words, now: number): string {
  const say = words.action;
  const verdict = action.verification?.verdict;
  switch (action.state) {
    case 'planning':
      return say.planning;
    case 'proposed':
      return say.needs(Math.max(1, action.approvalsNeeded - action.approvals.length));
    case 'approved':
      return action.why ? `${say.guarding} ${action.why}` : say.guarding;
    case 'sending':
      return say.sending;
    case 'unknown':
      return `${say.unknown} ${action.why ?? ''}`.trim();
    case 'running':
      return isSlow(action, now) ? `${say.running} ${say.slow}` : say.running;
    case 'done':
      return verdict ? say.verdict(verdict) : doneLine(action, words);
    case 'withdrawn':
      return say.withdrawn;
    case 'impossible':
    case 'refused':
    case 'failed':
      return words.timeline.ended(action.request.verb, action.state, action.why ?? '');
  }
}

function doneLine(action: Action, words: Words): string {
  return action.verification
    ? words.action.done
    : words.timeline.done(action.request.verb, action.operation?.engineStatus ?? '');
}

function isSlow(action: Action, now: number): boolean {
  const { operation, plan } = action;
  return (
    operation !== undefined && plan !== undefined && now - operation.startedAt > plan.eta.highMs
  );
}

function progressLines(action: Action): Line[] {
  const { operation } = action;
  if (!operation || (action.state !== 'running' && action.state !== 'done')) return [];
  const progress = operation.seen?.progress.text;
  return [[operation.engineStatus], ...(progress ? [[progress]] : [])];
}

function verificationParts(action: Action, words: Words): Part[] {
  const measurements = action.verification?.measurements ?? [];
  if (measurements.length === 0) return [];
  const marks: Readonly<Record<Measurement['result'], string>> = {
    pass: '✓',
    fail: '✗',
    missing: '?',
  };
  return [
    {
      kind: 'lines',
      lines: [
        [{ bold: words.action.measurements }],
        ...measurements.map(({ result, text }): Line => [`${marks[result]} ${text}`]),
      ],
    },
  ];
}

function offersOfAction(incident: IncidentView, action: Action, words: Words): Offer[] {
  if (action.state !== 'proposed' || !action.plan) return [];
  const subject = { incident: incident.id, action: action.id, planHash: action.plan.hash };
  return [
    {
      id: 'approve',
      label: words.offers.approve,
      style: 'primary',
      subject,
      confirm: {
        title: words.action.title(action.request.verb),
        text: words.offers.confirmApprove(action.service, action.environment),
        yes: words.offers.approve,
        no: words.offers.no,
      },
    },
    { id: 'withdraw', label: words.offers.withdraw, subject },
  ];
}

function whoLine(action: Action, words: Words): Line {
  const line: Inline[] = [
    `${words.action.proposedBy} `,
    { person: action.proposedBy },
    ' ',
    { at: action.proposedAt, style: 'time' },
  ];
  for (const { by, at } of action.approvals) {
    line.push(` · ${words.action.approvedBy} `, { person: by }, ' ', { at, style: 'time' });
  }
  return line;
}
