import { clip } from '../../kit/text.ts';
import { textOf } from './bytes.ts';
import { createCallers } from './caller.ts';
import { createClassIndex } from './class-index.ts';
import {
  type ClassNames,
  type ClassTally,
  mergeTally,
  newTally,
  tallyStatement,
  timeOf,
  toClass,
} from './class-tally.ts';
import type { SlowDigest } from './digest.ts';
import { exampleOf } from './example.ts';
import { fingerprint, readShape } from './fingerprint.ts';
import { addHappening, type Happenings, mergeHappenings, toHappenings } from './happenings.ts';
import { createKnownStatements, type KnownStatements } from './known-statements.ts';
import { likeness, likenOf } from './likeness.ts';
import { hashShape, shapeHash, shapeId } from './shape-hash.ts';
import { comment } from './shape-pieces.ts';
import { shape } from './shape-state.ts';
import type { SlowLogTaker, TimedStatement, UnreadReason } from './statement.ts';
import { tablesOf } from './tables.ts';

/** Distinct classes followed at once; later ones count together, so that memory stays bounded. */
const mostClasses = 5_000;

/** Longest fingerprint shown. The id is that of the whole one. */
const longestFingerprint = 2_000;
const longestExample = 2_000;

/** Minutes kept of all classes together: 10 MB. Past that the cheaper half of the classes give up theirs. */
const mostMinutes = 400_000;
const lookAtMinutes = 16_384;

/** What stands for all classes past `mostClasses`. */
const others: ClassNames = { id: 'other', fingerprint: '(other statements)', verb: '', tables: [] };

/** The accounts of RDS's own agents: their heartbeats are nobody's slow query. */
const agents = new Set(['rdsadmin', 'rdsrepladmin']);

interface SlowDigestOptions {
  /** Statements that ended outside are not counted; those without a readable time are. */
  readonly window?: { readonly fromAt: number; readonly toAt: number };
  /** Keeps the slowest statement of each class with its literals, as `exampleOf`. Default false. */
  readonly keepExamples?: boolean;
}

/**
 * Gathers timed statements into classes of one fingerprint each, in memory that does not grow with
 * the log. A statement that stands for several executions (`weight`) counts that often in counts
 * and sums; `events` stays the number of statements read.
 */
export interface SlowDigestBuilder extends SlowLogTaker {
  /** Adds what another builder has gathered; the other stays as it is. */
  merge(other: SlowDigestBuilder): void;
  /** May be asked at any time; adding may go on. */
  result(): SlowDigest;
  /** Statements without a readable time; they are counted whatever the window. */
  undated(): number;
  /** What has been gathered, for `merge`. */
  gathered(): Gathered;
}

interface Gathered {
  readonly classes: Map<string, ClassTally>;
  readonly happenings: Happenings;
  readonly unread: Map<UnreadReason, number>;
  events: number;
  undated: number;
  leftOut: number;
}

export function createSlowDigest(options: SlowDigestOptions = {}): SlowDigestBuilder {
  const { window, keepExamples = false } = options;
  const own: Gathered = {
    classes: new Map(),
    happenings: new Map(),
    unread: new Map(),
    events: 0,
    undated: 0,
    leftOut: 0,
  };

  /** By the hashes of fingerprints, and of statements alike but for their values. */
  const index = createClassIndex();
  const likened = createClassIndex();
  const callers = createCallers();

  const isOutside = (at: number) =>
    window !== undefined && (at < window.fromAt || at >= window.toAt);

  function tallyFor(id: string, names: () => ClassNames): ClassTally {
    const known = own.classes.get(id);
    if (known !== undefined) return known;
    if (own.classes.size >= mostClasses && id !== others.id)
      return tallyFor(others.id, () => others);
    const tally = newTally(names());
    own.classes.set(id, tally);
    return tally;
  }

  function addUnread(bytes: number, reason: UnreadReason): void {
    own.unread.set(reason, (own.unread.get(reason) ?? 0) + bytes);
  }

  let known: KnownStatements | undefined;
  /** The statement that `endOf` found last: it comes next, if at all. */
  const ahead = { bytes: new Uint8Array(0), from: 0, to: -1 };

  /** Whatever becomes of a statement, what was found ahead is of no other. */
  function isAhead({ bytes, from, to }: TimedStatement): boolean {
    const isFound = ahead.to === to && ahead.from === from && ahead.bytes === bytes;
    ahead.to = -1;
    return isFound;
  }

  function knownClass(): ClassTally | undefined {
    if (known === undefined) return undefined;
    comment.from = known.found.commentFrom;
    comment.to = known.found.commentTo;
    return known.found.tally;
  }

  /** No string is made but for a class not seen before. */
  function classOf({ bytes, from, to, dialect }: TimedStatement): ClassTally {
    const isLikened = likenOf(bytes, from, to, dialect);
    comment.from = likeness.commentFrom;
    comment.to = likeness.commentTo;
    const { high, low } = likeness;
    const alike = isLikened ? likened.find(high, low) : undefined;
    if (alike !== undefined) {
      known?.learn(bytes, from, to, alike, high, low);
      return alike;
    }
    const tally = classOfShape(readShape(bytes, from, to, dialect));
    if (isLikened) likened.put(high, low, tally);
    return tally;
  }

  function classOfShape(length: number): ClassTally {
    hashShape(shape.bytes, length);
    const { high, low } = shapeHash;
    const known = index.find(high, low);
    if (known !== undefined) return known;
    const id = shapeId(high, low);
    const tally = tallyFor(id, () => namesOf(id, textOf(shape.bytes, 0, length)));
    index.put(high, low, tally);
    return tally;
  }

  return {
    statement(one) {
      const isKnown = isAhead(one);
      if (agents.has(one.user)) {
        own.leftOut += 1;
        return;
      }
      if (Number.isNaN(one.endedAt)) own.undated += 1;
      else if (isOutside(one.endedAt)) return;
      const tally = (isKnown ? knownClass() : undefined) ?? classOf(one);
      const caller =
        comment.to === 0 ? one.caller : callers(one.bytes, comment.from, comment.to, one.caller);
      tallyStatement(tally, one, caller);
      if (keepExamples && one.durationUs > tally.exampleUs) keepExample(tally, one);
      own.events += 1;
      if (own.events % lookAtMinutes === 0) boundMinutes(own.classes);
    },
    endOf(bytes, from, to) {
      known ??= createKnownStatements();
      ahead.to = known.endOf(bytes, from, to);
      ahead.from = from;
      ahead.bytes = bytes as Uint8Array<ArrayBuffer>;
      return ahead.to;
    },
    happening(happening) {
      if (isOutside(happening.at)) return;
      const { statement } = happening;
      const whole = statement === '' ? '' : fingerprint(statement, 'postgres');
      addHappening(own.happenings, happening, clip(whole, longestFingerprint));
    },
    unread: addUnread,
    merge(other) {
      const theirs = other.gathered();
      for (const tally of [...theirs.classes.values()])
        mergeTally(
          tallyFor(tally.id, () => tally),
          tally,
        );
      mergeHappenings(own.happenings, theirs.happenings);
      for (const [reason, bytes] of [...theirs.unread]) addUnread(bytes, reason);
      own.events += theirs.events;
      own.undated += theirs.undated;
      own.leftOut += theirs.leftOut;
    },
    result: () => toDigest(own),
    undated: () => own.undated,
    gathered: () => own,
  };
}

function namesOf(id: string, whole: string): ClassNames {
  return {
    id,
    fingerprint: clip(whole, longestFingerprint),
    verb: /^[a-z]+/.exec(whole)?.[0] ?? '',
    tables: tablesOf(whole),
  };
}

function keepExample(tally: ClassTally, one: TimedStatement): void {
  const text = textOf(one.bytes, one.from, Math.min(one.to, one.from + longestExample));
  tally.example = exampleOf(text, one.dialect);
  tally.exampleUs = one.durationUs;
}

function boundMinutes(classes: ReadonlyMap<string, ClassTally>): void {
  const kept = [...classes.values()].filter(({ minutes }) => minutes !== undefined);
  if (kept.reduce((sum, { minutes }) => sum + (minutes?.at.length ?? 0), 0) <= mostMinutes) return;
  kept.sort((a, b) => timeOf(b) - timeOf(a));
  for (const tally of kept.slice(kept.length / 2)) tally.minutes = undefined;
}

function toDigest({ classes, happenings, unread, events, leftOut }: Gathered): SlowDigest {
  const all = [...classes.values()].sort((a, b) => timeOf(b) - timeOf(a) || (a.id < b.id ? -1 : 1));
  const totalUs = all.reduce((sum, tally) => sum + timeOf(tally), 0);
  const moments = all.filter(({ firstAt }) => !Number.isNaN(firstAt));
  const firstAt = moments.reduce(
    (at, tally) => Math.min(at, tally.firstAt),
    Number.POSITIVE_INFINITY,
  );
  const lastAt = moments.reduce(
    (at, tally) => Math.max(at, tally.lastAt),
    Number.NEGATIVE_INFINITY,
  );
  const happened = toHappenings(happenings);
  return {
    classes: all.map((tally) => toClass(tally, { totalUs, lastAt })),
    events,
    totalMs: totalUs / 1_000,
    ...(moments.length === 0 ? {} : { firstAt, lastAt }),
    unreadBytes: [...unread.values()].reduce((sum, bytes) => sum + bytes, 0),
    ...(unread.size === 0 ? {} : { unreadReasons: Object.fromEntries(unread) }),
    ...(leftOut === 0 ? {} : { leftOut }),
    ...(happened === undefined ? {} : { happenings: happened }),
  };
}
