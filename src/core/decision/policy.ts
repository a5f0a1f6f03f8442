import { matchesAny } from '../kit/match.ts';
import { type Refusal, refuse } from '../kit/refusal.ts';
import type { PersonId } from '../oncall/person.ts';
import { holderAt, type Rotation } from '../oncall/rotation.ts';
import type { Verb } from '../service/rollout.ts';
import { isProduction } from '../service/service.ts';
import { type PolicyWords, policyWords } from './policy-words.ts';

/** Who may do what. `propose` and `by` hold names of people or rotations, `oncall`, or `anyone`. */
export interface Policy {
  /** Environment names, `*` as wildcard. */
  readonly environments: readonly string[];
  /** Service names; absent: all. */
  readonly services?: readonly string[];
  readonly verbs: readonly Verb[];
  readonly propose: readonly string[];
  readonly approve: 'none' | { readonly by: readonly string[]; readonly count: number };
}

/** The part of the world that decides who may: who is who, who is on duty where, what is agreed. */
export interface Crew {
  readonly people: readonly { readonly id: PersonId }[];
  readonly rotations: readonly Rotation[];
  readonly services: readonly { readonly name: string; readonly rotation?: string }[];
  readonly policies: readonly Policy[];
  /** Of the refusals; English when absent. */
  readonly language?: 'en' | 'ko';
}

/** What somebody wants to do, where. */
export interface Wish {
  readonly verb: Verb;
  readonly service: string;
  readonly environment: string;
}

/**
 * The rule for a wish. The first policy that names its verb, environment and service decides, alone.
 * Where none does: in production the members of the service's rotation may propose; what changes
 * the traffic (rollback, abort, promote) needs one of them besides, what holds or goes on (pause,
 * resume) needs nobody. Elsewhere anyone may do anything.
 */
export function ruleFor(crew: Crew, wish: Wish): Pick<Policy, 'propose' | 'approve'> {
  const stated = crew.policies.find(
    (policy) =>
      policy.verbs.includes(wish.verb) &&
      matchesAny(policy.environments, wish.environment) &&
      (policy.services === undefined || policy.services.includes(wish.service)),
  );
  if (stated) return stated;
  if (!isProduction(wish.environment)) return { propose: ['anyone'], approve: 'none' };
  const rotation = crew.services.find((service) => service.name === wish.service)?.rotation;
  const members = rotation === undefined ? [] : [rotation];
  const isSafe = wish.verb === 'pause' || wish.verb === 'resume';
  return { propose: members, approve: isSafe ? 'none' : { by: members, count: 1 } };
}

/** May this person ask for it? The refusal says who could. */
export function mayPropose(
  crew: Crew,
  wish: Wish & { readonly person: PersonId; readonly at: number },
): 'ok' | Refusal {
  const { propose } = ruleFor(crew, wish);
  const named = whoIs(crew, propose, wish);
  if (named.anyone || named.people.includes(wish.person)) return 'ok';
  const words = policyWords(crew.language);
  const what = words.what(wish);
  return refuse(
    'may-not-propose',
    named.people.length === 0
      ? words.nobodyMay(what, nobodyBecause(crew, wish, propose, words))
      : words.mayNotPropose(what, couldText(named, words)),
  );
}

/** How many people besides the proposer must say yes. */
export function approvalsNeeded(crew: Crew, wish: Wish): number {
  const { approve } = ruleFor(crew, wish);
  return approve === 'none' ? 0 : approve.count;
}

/** May this person's yes count? Never the proposer's own, never twice. The refusal says who could. */
export function mayApprove(
  crew: Crew,
  wish: Wish & {
    readonly person: PersonId;
    readonly at: number;
    readonly proposer: PersonId;
    /** Whose yes was counted already. */
    readonly approvedBy?: readonly PersonId[];
  },
): 'ok' | Refusal {
  const { approve } = ruleFor(crew, wish);
  const words = policyWords(crew.language);
  const what = words.what(wish);
  if (approve === 'none') return refuse('no-approval-needed', words.noApprovalNeeded(what));
  const named = whoIs(crew, approve.by, wish);
  const approvedBy = wish.approvedBy ?? [];
  const spent = [wish.proposer, ...approvedBy];
  const left = { ...named, people: named.people.filter((id) => !spent.includes(id)) };
  const could = couldText(left, words);
  if (wish.person === wish.proposer) {
    return refuse('own-proposal', words.ownProposal(what, could));
  }
  if (approvedBy.includes(wish.person)) {
    return refuse('approved-already', words.approvedAlready(what, could));
  }
  if (named.anyone || named.people.includes(wish.person)) return 'ok';
  return refuse('may-not-approve', words.mayNotApprove(what, could));
}

interface Named {
  readonly anyone: boolean;
  readonly people: readonly PersonId[];
  readonly onDuty?: PersonId;
}

/** The people behind names of people and rotations, `oncall` and `anyone`, in that order, once each. */
function whoIs(crew: Crew, names: readonly string[], wish: Wish & { readonly at: number }): Named {
  const duty = crew.services.find((service) => service.name === wish.service)?.rotation;
  const dutyRotation = crew.rotations.find((rotation) => rotation.name === duty);
  const onDuty = dutyRotation === undefined ? undefined : holderAt(dutyRotation, wish.at);
  const people = names.flatMap((name): readonly PersonId[] => {
    if (name === 'oncall') return onDuty === undefined ? [] : [onDuty];
    const rotation = crew.rotations.find((candidate) => candidate.name === name);
    if (rotation) return rotation.people;
    return crew.people.filter((person) => person.id === name).map((person) => person.id);
  });
  return {
    anyone: names.includes('anyone'),
    people: [...new Set(people)],
    ...(names.includes('oncall') && onDuty !== undefined ? { onDuty } : {}),
  };
}

function couldText(named: Named, words: PolicyWords): string {
  if (named.anyone) return words.anyoneElse;
  if (named.people.length === 0) return words.nobodyElse;
  return words.list(named.people.map((id) => (id === named.onDuty ? words.onCallNow(id) : id)));
}

function nobodyBecause(
  crew: Crew,
  wish: Wish,
  propose: readonly string[],
  words: PolicyWords,
): string {
  const service = crew.services.find((candidate) => candidate.name === wish.service);
  return service?.rotation === undefined
    ? words.noRotation(wish.service)
    : words.namesNobody(propose.join(', '));
}
