import { type Finding, shown } from './finding.ts';
import { namePattern, nameRemedy } from './forms.ts';
import type { Path } from './place.ts';
import { policyFindings } from './policy-references.ts';
import { entriesOf, isRecord, listOf, type Names, recordOf, unknown } from './raw.ts';

/** Words that mean something else wherever a person or a rotation could be named. */
const reserved = ['oncall', 'anyone', 'none', 'firebreak'];

/**
 * What no single key can tell: names that do not exist, exist twice, or cannot be told apart. Reads
 * the file as written, so that these are found beside the faults of form, not after them.
 */
export function referenceFindings(raw: unknown): readonly Finding[] {
  const file = recordOf(raw);
  const names = namesOf(file);
  return [
    ...nameFindings(file, names),
    ...peopleFindings(file),
    ...rotationFindings(file, names),
    ...serviceFindings(file, names),
    ...alarmFindings(file),
    ...intakeFindings(file),
    ...policyFindings(file, names),
  ];
}

function namesOf(file: Record<string, unknown>): Names {
  const environments = entriesOf(file.services).flatMap(([, service]) =>
    Object.keys(recordOf(recordOf(service).environments)),
  );
  return {
    people: Object.keys(recordOf(file.people)),
    rotations: Object.keys(recordOf(file.rotations)),
    services: Object.keys(recordOf(file.services)),
    environments: [...new Set(environments)],
  };
}

function nameFindings(file: Record<string, unknown>, names: Names): Finding[] {
  const findings: Finding[] = [];
  const check = (path: Path, name: string) => {
    if (namePattern.test(name)) return;
    findings.push({ path, problem: `${shown(name)} cannot be a name`, remedy: nameRemedy });
  };
  for (const group of ['people', 'rotations', 'services'] as const) {
    for (const name of names[group]) check([group, name], name);
  }
  for (const [service, value] of entriesOf(file.services)) {
    for (const environment of Object.keys(recordOf(recordOf(value).environments))) {
      check(['services', service, 'environments', environment], environment);
    }
  }
  for (const group of ['people', 'rotations'] as const) {
    for (const name of names[group].filter((one) => reserved.includes(one))) {
      const remedy = 'Choose another name.';
      findings.push({ path: [group, name], problem: `"${name}" has a meaning of its own`, remedy });
    }
  }
  for (const name of names.rotations.filter((one) => names.people.includes(one))) {
    findings.push({
      path: ['rotations', name],
      problem: `${shown(name)} is a person as well, and policies could not tell them apart`,
      remedy: 'Give the rotation another name.',
    });
  }
  for (const name of names.services.filter((one) => names.environments.includes(one))) {
    findings.push({
      path: ['services', name],
      problem: `${shown(name)} is an environment as well, and commands could not tell them apart`,
      remedy: 'Give the service or the environment another name.',
    });
  }
  return findings;
}

function peopleFindings(file: Record<string, unknown>): Finding[] {
  const owners = new Map<string, string>();
  return entriesOf(file.people).flatMap(([name, person]): Finding[] => {
    const slack = recordOf(person).slack;
    if (typeof slack !== 'string') return [];
    const owner = owners.get(slack);
    owners.set(slack, owner ?? name);
    if (owner === undefined) return [];
    const problem = `${shown(slack)} is ${owner}'s Slack id as well`;
    const remedy = 'One person, one name: a second name could approve what the first proposed.';
    return [{ path: ['people', name, 'slack'], problem, remedy }];
  });
}

function rotationFindings(file: Record<string, unknown>, names: Names): Finding[] {
  return entriesOf(file.rotations).flatMap(([name, rotation]) =>
    listOf(recordOf(rotation).people).flatMap((person, place) =>
      unknown(['rotations', name, 'people', place], person, 'person', names.people, 'people'),
    ),
  );
}

function serviceFindings(file: Record<string, unknown>, names: Names): Finding[] {
  if (isRecord(file.services) && names.services.length === 0) {
    return [{ path: ['services'], problem: 'is empty', remedy: 'Name at least one service.' }];
  }
  return entriesOf(file.services).flatMap(([name, value]): Finding[] => {
    const service = recordOf(value);
    const path: Path = ['services', name];
    const rotation = [...path, 'rotation'];
    const findings = unknown(rotation, service.rotation, 'rotation', names.rotations, 'rotations');
    const environments = entriesOf(service.environments);
    if (isRecord(service.environments) && environments.length === 0) {
      const remedy = 'Name at least one, such as production.';
      findings.push({ path: [...path, 'environments'], problem: 'is empty', remedy });
    }
    for (const [environment, what] of environments) {
      const database = recordOf(what).database;
      const databasePath = [...path, 'environments', environment, 'database'];
      if (isRecord(database)) findings.push(...databaseFindings(databasePath, database));
    }
    return findings;
  });
}

function databaseFindings(path: Path, database: Readonly<Record<string, unknown>>): Finding[] {
  const has = ['instances', 'cluster'].filter((key) => database[key] !== undefined);
  if (has.length === 1) return [];
  const problem = has.length === 0 ? 'names no database' : 'has both instances and a cluster';
  const remedy = 'Write instances: [ … ] or cluster: …, one of the two.';
  return [{ path, problem, remedy }];
}

/** The same pattern twice: nobody could say whose alarm it is. Longer patterns win over shorter. */
function alarmFindings(file: Record<string, unknown>): Finding[] {
  const owners = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [service, value] of entriesOf(file.services)) {
    for (const [environment, what] of entriesOf(recordOf(value).environments)) {
      for (const [place, pattern] of listOf(recordOf(what).alarms).entries()) {
        if (typeof pattern !== 'string') continue;
        const owner = owners.get(pattern);
        owners.set(pattern, `${service} ${environment}`);
        if (owner === undefined) continue;
        const path = ['services', service, 'environments', environment, 'alarms', place];
        const problem = `${shown(pattern)} already belongs to ${owner}`;
        const remedy = 'Write a longer pattern for one of them; the longest that fits wins.';
        findings.push({ path, problem, remedy });
      }
    }
  }
  return findings;
}

function intakeFindings(file: Record<string, unknown>): Finding[] {
  const intake = file.intake;
  if (!isRecord(intake) || intake.sqs !== undefined || intake.backstop !== undefined) return [];
  const problem = 'has neither a queue nor the backstop, so that a lost alarm would stay lost';
  return [{ path: ['intake'], problem, remedy: 'Add sqs: [ { queueUrl: … } ] or backstop: 60s.' }];
}
