import type { Contradiction, Sign, WrongEnvironment } from '../../evidence/wrong-environment.ts';
import { clip } from '../../kit/text.ts';
import { percent } from '../amounts.ts';
import type { Line } from '../briefing.ts';
import type { Words } from '../words/words.ts';
import type { About } from './teller.ts';

const namesShown = 5;
const nameShown = 60;
/** Where everybody is hit, where it happened tells nothing. */
const everywhere = 0.95;

type Of<K extends Sign['kind']> = Extract<Sign, { kind: K }>;

function signOf<K extends Sign['kind']>(wrong: WrongEnvironment, kind: K): Of<K> | undefined {
  return wrong.signs.find((sign): sign is Of<K> => sign.kind === kind);
}

/** In so few words that a lock screen holds it. */
export function wrongEnvironmentHead(wrong: WrongEnvironment, words: Words): string {
  const say = words.wrongEnvironment;
  const { home, other } = wrong;
  const [says, reaches] = [signOf(wrong, 'says'), signOf(wrong, 'reaches')];
  const isOver = wrong.stray?.isOver ?? false;
  if (says && reaches?.of !== undefined) return say.settings(home, reaches.of, isOver);
  if (reaches) return say.database(home, reaches.of, isOver);
  if (says) return say.callsItself(home, says.word, isOver);
  return signOf(wrong, 'guests') && other !== undefined
    ? say.arrives(home, other)
    : say.writesElsewhere(home);
}

/** Since when and how much of it, what speaks for and against it, and what is left to do afterwards. */
export function wrongEnvironmentLines(wrong: WrongEnvironment, about: About, words: Words): Line[] {
  const say = words.wrongEnvironment;
  // What the lines themselves say, then what else there is.
  const isSaid = ({ kind }: Sign) => kind !== 'writes-fell' && kind !== 'odd-build';
  const told = [wrong.signs.filter(isSaid), wrong.signs.filter((sign) => !isSaid(sign))]
    .filter((signs) => signs.length > 0)
    .map((signs): Line => [signs.map((sign) => signText(sign, about, words)).join(' · ')]);
  const against = wrong.against.map((one) => contradictionText(one, words));
  const todo = leftToDo(wrong, about, words);
  return [
    ...extent(wrong, words),
    ...told,
    ...(against.length > 0 ? [[`${say.against} ${against.join(' · ')}`]] : []),
    ...(todo ? [[{ bold: say.leftToDo }, ' ', ...todo, ...whichOnes(wrong, words)]] : []),
  ];
}

function extent({ stray, strays, release }: WrongEnvironment, words: Words): Line[] {
  const say = words.wrongEnvironment;
  const hosts = strays?.hosts ?? [];
  const facts = [
    ...(release ? [say.with(release)] : []),
    ...(stray ? [say.share(percent(stray.share))] : []),
    ...(stray && stray.share < everywhere && hosts.length > 0
      ? [say.hosts(hosts.length, listed(hosts.map(({ name }) => name)))]
      : []),
  ];
  if (!stray) return facts.length > 0 ? [[facts.join(' · ')]] : [];
  const line: Line = [
    `${stray.isCut ? say.sinceBefore : say.since} `,
    { at: stray.firstAt, style: 'date-time' },
    ...(stray.isOver ? [` ${say.until} `, { at: stray.lastAt, style: 'time' } as const] : []),
    ...facts.map((fact) => ` · ${fact}`),
  ];
  return [line];
}

function signText(sign: Sign, about: About, words: Words): string {
  const say = words.wrongEnvironment;
  switch (sign.kind) {
    case 'says':
      return say.says(sign.word);
    case 'reaches':
      return say.reaches(hostName(sign.host), sign.of);
    case 'guests': {
      const { tenants, environment, names } = sign.guests;
      const whom = words.card.tenantsHit(tenants, undefined, about.noun);
      return say.guests(whom, environment, listed(names, tenants));
    }
    case 'writes-fell':
      return say.writesFell(sign.instance, percent(sign.left));
    case 'odd-build':
      return say.oddBuild(sign.tag);
  }
}

function contradictionText(one: Contradiction, words: Words): string {
  const say = words.wrongEnvironment;
  switch (one.kind) {
    case 'own-database':
      return say.ownDatabase(hostName(one.host));
    case 'own-name':
      return say.ownName(one.word);
    case 'writes-steady':
      return say.writesSteady(one.instance);
    case 'still-here':
      return say.stillHere(one.home);
  }
}

/** What was written where it does not belong stays there, whatever is rolled back. */
function leftToDo(wrong: WrongEnvironment, about: About, words: Words): Line | undefined {
  const say = words.wrongEnvironment;
  const { stray, strays } = wrong;
  const guests = signOf(wrong, 'guests')?.guests;
  const reaches = signOf(wrong, 'reaches');
  const went = stray && reaches ? { ...stray, where: hostName(reaches.host) } : undefined;
  const came = guests && { ...guests, where: guests.environment, isCut: false, isOver: false };
  const moved = went ?? came;
  if (!moved) return undefined;
  const count = (number: number) => number.toLocaleString('en');
  const hit = went ? strays?.tenants?.hit : guests?.tenants;
  return say.moved({
    requests:
      went?.writes === undefined ? say.lines(count(moved.lines)) : say.requests(count(went.writes)),
    whom: hit ? words.card.tenantsHit(hit, undefined, about.noun) : undefined,
    where: moved.where,
    from: [{ at: moved.firstAt, style: 'time' }],
    to: moved.isOver ? [{ at: moved.lastAt, style: 'time' }] : undefined,
    isMore: moved.isCut,
  });
}

/** All of them are more than a thread holds. */
function whichOnes({ strays }: WrongEnvironment, words: Words): Line {
  const link = strays?.tenants?.link;
  return link ? [' ', { link, label: words.wrongEnvironment.which }] : [];
}

/** `points-db-1.c9ak….rds.amazonaws.com` is known as `points-db-1`. */
function hostName(host: string): string {
  return clip(host.replace(/\.[^.]+\.[^.]+\.rds\.amazonaws\.com(\.cn)?$/, ''), nameShown);
}

function listed(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, namesShown).map((name) => clip(name, nameShown));
  return `${shown.join(', ')}${count > shown.length ? ' …' : ''}`;
}
