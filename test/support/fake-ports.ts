import type { Briefing } from '../../src/core/briefing/briefing.ts';
import type { Attachment, Chat, MessageRef } from '../../src/core/briefing/chat.ts';
import type { Evidence } from '../../src/core/evidence/evidence.ts';
import type { EvidenceSource } from '../../src/core/evidence/source.ts';
import type { PageCall } from '../../src/core/oncall/pager.ts';
import type { Operation, Plan } from '../../src/core/service/plan.ts';
import type { ReleaseControl } from '../../src/core/service/release-control.ts';
import type { Ports } from '../../src/engine/effects/doing.ts';
import { operation, plan, rollout } from './points-world.ts';

/** A chat that keeps what it was shown, one message a key, and can be made to fail. */
export function createFakeChat() {
  const messages = new Map<string, { ref: MessageRef; briefing: Briefing; edits: number }>();
  const attached: Attachment[] = [];
  const pages: PageCall[] = [];
  const settled: string[] = [];
  const failures: Error[] = [];
  const failNow = () => {
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const chat: Chat = {
    show: async ({ key, channel, existing, briefing }) => {
      failNow();
      const before = messages.get(key);
      const ref = existing ?? before?.ref ?? { channel, ts: `${messages.size + 1}.0` };
      messages.set(key, { ref, briefing, edits: before ? before.edits + 1 : 0 });
      return ref;
    },
    attach: async (attachment) => {
      failNow();
      attached.push(attachment);
      return attachment.files.map(({ type }) => `F-${attachment.version}.${type}`);
    },
    page: async (call) => {
      failNow();
      if (!pages.some(({ id }) => id === call.id)) pages.push(call);
      return { channel: `D-${call.person}`, ts: call.id };
    },
    settlePage: async ({ ts }) => {
      settled.push(ts);
    },
  };
  return { chat, messages, attached, pages, settled, failures };
}

/** A rollout engine in memory: one change at a time, visible at once, answers losable. */
export function createFakeControl() {
  const executed: Plan[] = [];
  const losses: Error[] = [];
  const state = { plan: plan(), operation: undefined as Operation | undefined };
  const control: ReleaseControl = {
    engine: 'ecs',
    describe: async () => rollout(),
    history: async () => ({ releases: [], complete: true }),
    plan: async () => state.plan,
    recall: async () => state.operation,
    execute: async (approved) => {
      executed.push(approved);
      state.operation = operation({ plan: approved });
      const loss = losses.shift();
      if (loss) throw loss;
      return state.operation;
    },
    poll: async (running) => ({ ...running, state: 'done', engineStatus: 'SUCCESSFUL' }),
    verify: async () => [{ check: 'engine', result: 'pass', text: 'All tasks run it.' }],
  };
  return { control, executed, losses, state };
}

/** A source that answers with nothing found, at once. */
export function createEmptySource(kind: Evidence['kind']): EvidenceSource {
  return {
    name: `empty ${kind}`,
    kind,
    canAnswer: (question) => question.kind === kind,
    describe: () => ({ query: 'none' }),
    ask: async (question) => ({
      questionId: question.id,
      kind,
      source: `empty ${kind}`,
      status: 'empty',
      window: question.window,
      answeredAt: question.window.toAt,
      query: 'none',
    }),
  };
}

export function createFakePorts() {
  const chat = createFakeChat();
  const control = createFakeControl();
  const ports: Ports = {
    chat: chat.chat,
    draughtsman: { draw: async () => Uint8Array.of(0x89) },
    sources: [createEmptySource('errors'), createEmptySource('slow-queries')],
    controls: [control.control],
    meter: {
      readSymptom: async () => [{ check: 'alarm', result: 'pass', text: 'The alarm is clear.' }],
    },
  };
  return { ports, chat, control };
}
