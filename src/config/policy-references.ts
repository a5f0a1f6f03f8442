import { matchesName } from '../core/kit/match.ts';
import { type Finding, shown } from './finding.ts';
import type { Path } from './place.ts';
import { entriesOf, listOf, type Names, recordOf, unknown } from './raw.ts';

/** What is wrong with whom policies name, where, and how many. */
export function policyFindings(file: Record<string, unknown>, names: Names): readonly Finding[] {
  return [
    ...listOf(file.policies).flatMap((value, place) =>
      policyFinding(file, recordOf(value), ['policies', place], names),
    ),
    ...listOf(recordOf(file.severities).rules).flatMap((rule, place) =>
      environmentFindings(recordOf(rule), ['severities', 'rules', place], names),
    ),
  ];
}

function policyFinding(
  file: Record<string, unknown>,
  policy: Record<string, unknown>,
  path: Path,
  names: Names,
): Finding[] {
  const approve = recordOf(policy.approve);
  const services = listOf(policy.services);
  return [
    ...environmentFindings(policy, path, names),
    ...services.flatMap((service, place) =>
      unknown([...path, 'services', place], service, 'service', names.services, 'services'),
    ),
    ...whoFindings(file, policy, policy.propose, [...path, 'propose'], names),
    ...whoFindings(file, policy, approve.by, [...path, 'approve', 'by'], names),
    ...countFindings(file, policy, path, names),
  ];
}

function environmentFindings(
  rule: Record<string, unknown>,
  path: Path,
  { environments }: Names,
): Finding[] {
  return listOf(rule.environments).flatMap((pattern, place): Finding[] => {
    if (typeof pattern !== 'string') return [];
    if (environments.some((environment) => matchesName(pattern, environment))) return [];
    const at = [...path, 'environments', place];
    if (!pattern.includes('*')) {
      return unknown(at, pattern, 'environment', environments, 'a service’s environments');
    }
    const problem = `${shown(pattern)} fits no environment`;
    return [{ path: at, problem, remedy: `There are: ${environments.join(', ')}.` }];
  });
}

/** People, rotations, `oncall` and `anyone`; `oncall` only where there is somebody to be on call. */
function whoFindings(
  file: Record<string, unknown>,
  policy: Record<string, unknown>,
  who: unknown,
  path: Path,
  names: Names,
): Finding[] {
  return listOf(who).flatMap((name, place): Finding[] => {
    const at = [...path, place];
    if (name === 'anyone') return [];
    if (name !== 'oncall') {
      const known = [...names.people, ...names.rotations, 'oncall', 'anyone'];
      return unknown(at, name, 'person or rotation', known, 'people or rotations');
    }
    const lacking = servicesOf(file, policy).filter(
      (service) => recordOf(recordOf(file.services)[service]).rotation === undefined,
    );
    if (lacking.length === 0) return [];
    const problem = `nobody is on call for ${lacking.join(', ')}`;
    return [{ path: at, problem, remedy: 'Give the service a rotation, or name its people here.' }];
  });
}

/** The services a policy speaks of: those it names, which run in an environment it names. */
function servicesOf(file: Record<string, unknown>, policy: Record<string, unknown>): string[] {
  const named = policy.services;
  const patterns = listOf(policy.environments).filter((one) => typeof one === 'string');
  return entriesOf(file.services)
    .filter(([service]) => named === undefined || listOf(named).includes(service))
    .filter(([, service]) =>
      Object.keys(recordOf(recordOf(service).environments)).some((environment) =>
        patterns.some((pattern) => matchesName(pattern, environment)),
      ),
    )
    .map(([service]) => service);
}

/** More approvals than others could give would be a door without a key. */
function countFindings(
  file: Record<string, unknown>,
  policy: Record<string, unknown>,
  path: Path,
  names: Names,
): Finding[] {
  const { by, count } = recordOf(policy.approve);
  const [asking, agreeing] = [listOf(policy.propose), listOf(by)];
  if (typeof count !== 'number' || agreeing.length === 0 || agreeing.includes('anyone')) return [];
  // Somebody unknown is a fault of its own; counting without them would add a wrong one.
  if (![...asking, ...agreeing].every((name) => isKnown(name, names))) return [];
  const approvers = peopleOf(file, policy, agreeing);
  const proposers = asking.includes('anyone') ? [undefined] : peopleOf(file, policy, asking);
  const most = Math.max(0, ...proposers.map((one) => approvers.filter((p) => p !== one).length));
  if (count <= most) return [];
  return [
    {
      path: [...path, 'approve', 'count'],
      problem: `asks for ${count} and at most ${most} could agree, because the one who asks may not`,
      remedy: 'Name more people under by, lower the count, or write approve: none.',
    },
  ];
}

function isKnown(name: unknown, names: Names): boolean {
  const meaning = ['oncall', 'anyone', ...names.people, ...names.rotations];
  return typeof name === 'string' && meaning.includes(name);
}

function peopleOf(
  file: Record<string, unknown>,
  policy: Record<string, unknown>,
  who: readonly unknown[],
): readonly unknown[] {
  const membersOf = (rotation: unknown) =>
    listOf(recordOf(recordOf(file.rotations)[String(rotation)]).people);
  const people = who.flatMap((name) => {
    if (name !== 'oncall') return membersOf(name).length > 0 ? membersOf(name) : [name];
    const services = servicesOf(file, policy).map((one) => recordOf(file.services)[one]);
    return services.flatMap((service) => membersOf(recordOf(service).rotation));
  });
  return [...new Set(people)];
}
