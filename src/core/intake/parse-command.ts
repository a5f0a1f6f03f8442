import { nearest } from '../kit/nearest.ts';
import { isRefusal, type Refusal, refuse } from '../kit/refusal.ts';
import { clip } from '../kit/text.ts';
import { lengthText } from '../kit/time.ts';
import { type BaselineReading, baselineIn } from './baseline-in.ts';
import { type Command, type CommandVerb, commandHelp } from './command.ts';
import { commandWords } from './command-words.ts';
import { nearestVerb, verbIn } from './verbs.ts';
import { incidentIn, lookBackIn, wordsOf } from './words-of.ts';

/** The names a command may speak of. */
export interface Known {
  readonly services: readonly string[];
  readonly environments: readonly string[];
  readonly rotations: readonly string[];
  /** Of the refusals; English when absent. */
  readonly language?: 'en' | 'ko';
}

/** How far errors and slow queries may look back: enough for a night, not a bill for a month. */
export const lookBackLimits = { minMs: 60_000, maxMs: 24 * 3_600_000 } as const;

/**
 * Reads what somebody wrote after `/incident`, or to the bot in a thread. Nothing is guessed: a
 * beginning of a service's name is taken only when it fits one name, and a word that means nothing
 * is refused with the nearest one that would.
 */
export function parseCommand(text: string, known: Known): Command | Refusal {
  const words = wordsOf(text);
  const [first] = words;
  if (first === undefined) return { verb: 'overview' };
  const said = verbIn(words);
  if (said === undefined) return unknownVerb(first.text, known);
  const { verb } = said;
  const compared: BaselineReading =
    verb === 'slow' ? baselineIn(said.rest, isOther(known)) : { rest: said.rest };
  if (compared.unknown !== undefined) {
    const text = commandWords(known.language).unknownBaseline(shown(compared.unknown));
    return refuse('unknown-baseline', text);
  }
  const { rest, baseline } = compared;
  const all = rest.map((word) => word.text).join(' ');
  if (verb === 'help' || verb === 'overview') return all === '' ? { verb } : { verb, rest: all };
  if (verb === 'declare') return declared(all, known);
  let command: Command = { verb, ...(baseline ? { baseline } : {}) };
  for (const [place, word] of rest.entries()) {
    const read =
      word.quoted && !isName(word.text, known)
        ? 'rest'
        : understand(word.text, command, known, place);
    if (isRefusal(read)) return read;
    if (read !== 'rest') command = { ...command, ...read };
    else if (takesRest(verb)) command = { ...command, rest: joined(command.rest, word.text) };
    else return unknownWord(word.text, verb, known);
  }
  return command;
}

/** The verbs as lines for people: `/incident rollback [service] …: what it does`. */
export function helpLines(
  language?: 'en' | 'ko',
): readonly { verb: CommandVerb; usage: string; does: string }[] {
  const verbs = Object.keys(commandHelp) as CommandVerb[];
  return verbs.map((verb) => ({
    verb,
    usage: usageOf(verb, language),
    does: commandWords(language).does(verb),
  }));
}

type Reading = Partial<Command> | 'rest' | Refusal;

const looksBack: readonly CommandVerb[] = ['errors', 'slow', 'changes', 'db'];
const ofAnIncident: readonly CommandVerb[] = ['ack', 'resolve', 'reopen', 'dismiss', 'timeline'];

function takesRest(verb: CommandVerb): boolean {
  return verb === 'rollback';
}

/** What one word means for this verb. `rest`: nothing we know. */
function understand(word: string, command: Command, known: Known, place: number): Reading {
  const { verb } = command;
  if (verb === 'oncall') return once(command, 'rotation', rotationIn(word, known), known);
  const incident = incidentIn(word, { bareNumber: ofAnIncident.includes(verb) });
  if (incident !== undefined) return once(command, 'incident', { name: incident }, known);
  if (ofAnIncident.includes(verb)) return placeIn(word, command, known);
  const lookBackMs = lookBackIn(word);
  if (lookBackMs !== undefined && looksBack.includes(verb)) {
    return lookBack(word, lookBackMs, known);
  }
  const slash = /^([^/]+)\/([^/]+)$/.exec(word);
  if (slash?.[1] && slash[2]) {
    const service = understand(slash[1], command, known, place);
    if (service === 'rest' || isRefusal(service)) return service;
    const environment = understand(slash[2], { ...command, ...service }, known, place + 1);
    if (environment === 'rest' || isRefusal(environment)) return environment;
    return { ...service, ...environment };
  }
  const read = placeIn(word, command, known);
  if (read !== 'rest' || !takesRest(verb) || command.service !== undefined) return read;
  // The first word of a rollback that is nearly a service's name is a slip, not a release.
  const meant = nearest(word, known.services);
  return meant !== undefined && place === 0 ? unknownWord(word, verb, known) : 'rest';
}

/** Words after `vs release` that are no label. */
function isOther(known: Known): (word: string) => boolean {
  return (word) => isName(word, known) || lookBackIn(word) !== undefined;
}

function isName(word: string, known: Known): boolean {
  return [...known.services, ...known.environments, ...known.rotations].includes(word);
}

/** Shorter beginnings of an environment's name are not taken: a slip must not mean production. */
const shortestBeginning = 3;

/** A service or an environment: exactly, else by a beginning that fits only one of all names. */
function placeIn(word: string, command: Command, known: Known): Reading {
  const same = (name: string) => name.toLowerCase() === word.toLowerCase();
  const service = known.services.find(same);
  if (service !== undefined) return once(command, 'service', { name: service }, known);
  const environment = known.environments.find(same);
  if (environment !== undefined) return once(command, 'environment', { name: environment }, known);
  const begins = (name: string) => name.toLowerCase().startsWith(word.toLowerCase());
  const services = command.service === undefined ? known.services.filter(begins) : [];
  const environments = word.length < shortestBeginning ? [] : known.environments.filter(begins);
  const candidates = [...services, ...environments];
  if (candidates.length > 1) return ambiguous(word, candidates, known);
  if (services[0] !== undefined) return { service: services[0] };
  const [begun] = environments;
  return begun === undefined ? 'rest' : once(command, 'environment', { name: begun }, known);
}

function rotationIn(word: string, known: Known): { name: string } | Refusal {
  const lower = word.toLowerCase();
  const exact = known.rotations.find((name) => name.toLowerCase() === lower);
  if (exact !== undefined) return { name: exact };
  const begun = known.rotations.filter((name) => name.toLowerCase().startsWith(lower));
  if (begun.length > 1) return ambiguous(word, begun, known);
  if (begun[0] !== undefined) return { name: begun[0] };
  const words = commandWords(known.language);
  const hint = words.known('rotations', known.rotations);
  return refuse('unknown-rotation', words.unknownRotation(shown(word), hint));
}

function once(
  command: Command,
  slot: 'service' | 'environment' | 'incident' | 'rotation',
  found: { name: string } | Refusal,
  known: Known,
): Reading {
  if (isRefusal(found)) return found;
  const before = command[slot];
  if (before === undefined || before === found.name) return { [slot]: found.name };
  return refuse('two-at-once', commandWords(known.language).two(before, found.name));
}

function lookBack(word: string, lookBackMs: number, known: Known): Reading {
  const { minMs, maxMs } = lookBackLimits;
  if (lookBackMs >= minMs && lookBackMs <= maxMs) return { lookBackMs };
  const [from, to] = [lengthText(minMs), lengthText(maxMs)];
  const text = commandWords(known.language).outOfRange(shown(word), from, to);
  return refuse('look-back-out-of-range', text);
}

function declared(title: string, known: Known): Command {
  // The title stays as written; names that stand in it only fill the form in advance.
  const words = title.split(' ').map((word) => word.toLowerCase());
  const named = (names: readonly string[]) => {
    const found = names.filter((name) => words.includes(name.toLowerCase()));
    return found.length === 1 ? found[0] : undefined;
  };
  const service = named(known.services);
  const environment = named(known.environments);
  return {
    verb: 'declare',
    ...(title !== '' ? { rest: title } : {}),
    ...(service !== undefined ? { service } : {}),
    ...(environment !== undefined ? { environment } : {}),
  };
}

function unknownVerb(word: string, known: Known): Refusal {
  const meant = nearestVerb(word);
  const words = commandWords(known.language);
  const text =
    meant === undefined ? words.unknownVerb(shown(word)) : words.meantVerb(shown(word), meant);
  return refuse('unknown-verb', text);
}

function unknownWord(word: string, verb: CommandVerb, known: Known): Refusal {
  const words = commandWords(known.language);
  const say = (hint: string) =>
    refuse('unknown-word', words.unknownWord(shown(word), hint, usageOf(verb, known.language)));
  if (ofAnIncident.includes(verb)) return say('');
  const meant = nearest(word, [...known.services, ...known.environments]);
  if (meant !== undefined) return say(words.didYouMean(meant));
  const services = words.known('services', known.services);
  return say(`${services} ${words.known('environments', known.environments)}`);
}

function ambiguous(word: string, candidates: readonly string[], known: Known): Refusal {
  return refuse('ambiguous', commandWords(known.language).ambiguous(shown(word), candidates));
}

function usageOf(verb: CommandVerb, language: Known['language']): string {
  return `${verb} ${commandWords(language).usage(verb)}`.trim();
}

/** What somebody wrote, short enough to be said back. */
function shown(word: string): string {
  return clip(word, 60);
}

function joined(before: string | undefined, word: string): string {
  return before === undefined ? word : `${before} ${word}`;
}
