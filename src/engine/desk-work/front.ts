import { sentence } from '../../core/briefing/overview.ts';
import type { Reply } from '../desk.ts';
import type { Doing } from '../effects/doing.ts';
import type { Engine, Handled } from '../engine.ts';

/** What the desk's parts work with. */
export interface Front {
  readonly engine: Engine;
  readonly doing: Doing;
}

export function say(text: string): Reply {
  return { kind: 'say', briefing: sentence(text) };
}

/** It happened and is shown in its place, or why not. */
export function replyTo(handled: Handled): Reply {
  return handled.status === 'refused' ? handled.refusal : { kind: 'done' };
}
