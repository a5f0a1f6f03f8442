import type { EffectKind } from '../../core/effect.ts';
import { guard, measure, plan, poll, releaseTarget, send } from './acting.ts';
import { ask, lookAgain } from './ask.ts';
import { attach } from './attach.ts';
import type { Handler } from './doing.ts';
import { escalate, page, settlePage } from './paging.ts';
import { observeRollout } from './rollout.ts';
import { show } from './show.ts';

/** Who carries out what. */
export const handlers: { readonly [K in EffectKind]: Handler<K> } = {
  show,
  ask,
  attach,
  'observe-rollout': observeRollout,
  page,
  'settle-page': settlePage,
  escalate,
  'look-again': lookAgain,
  plan,
  guard,
  send,
  poll,
  measure,
  'release-target': releaseTarget,
};
