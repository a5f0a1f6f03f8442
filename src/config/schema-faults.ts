import type { z } from 'zod';
import { nearest } from '../core/kit/nearest.ts';
import type { Finding } from './finding.ts';
import { shown } from './finding.ts';
import type { Path } from './place.ts';
import { isRecord } from './raw.ts';

type Issue = z.core.$ZodIssue;

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

/** What the schema found, in words: what is wrong and what to write. */
export function schemaFindings(
  issues: readonly Issue[],
  raw: unknown,
  schema: SchemaNode,
): readonly Finding[] {
  return issues.flatMap((issue) => findingsOf(issue, [], raw, schema));
}

function findingsOf(issue: Issue, above: Path, raw: unknown, schema: SchemaNode): Finding[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? '?' : step))];
  const given = valueAt(raw, path);
  const node = schemaAt(schema, path);
  const remedy = node?.description ?? 'See firebreak.example.yml.';
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], key, node));
    case 'invalid_union': {
      const branch = issue.errors.find(
        (issues) => !issues.some((inner) => inner.path.length === 0),
      );
      const closest = branch ?? issue.errors.find((issues) => issues.some(isUnknownKey));
      if (closest && isRecord(given)) {
        return closest.flatMap((inner) => findingsOf(inner, path, raw, schema));
      }
      return [{ path, problem: `${shown(given)} is not what can stand here`, remedy }];
    }
    case 'invalid_type':
      if (given === undefined)
        return [{ path, problem: 'is missing', remedy: `Add it. ${remedy}` }];
      return [
        {
          path,
          problem: `is ${kindOf(given)}, not ${article(issue.expected)}`,
          remedy: given === null ? `${remedy} A text that begins with # needs quotes.` : remedy,
        },
      ];
    case 'invalid_value': {
      const known = issue.values.map(String);
      if (given === undefined) return [{ path, problem: 'is missing', remedy: oneOf(known) }];
      const meant = nearest(String(given), known);
      const hint = meant === undefined ? oneOf(known) : `Did you mean ${meant}? ${oneOf(known)}`;
      return [{ path, problem: `${shown(given)} is not known here`, remedy: hint }];
    }
    case 'too_small':
    case 'too_big':
      return [{ path, problem: sizeProblem(issue, given), remedy }];
    case 'custom': {
      const stated: unknown = issue.params?.remedy;
      const problem = `${shown(given)} ${issue.message}`;
      return [{ path, problem, remedy: typeof stated === 'string' ? stated : remedy }];
    }
    default:
      return [{ path, problem: `${shown(given)}: ${issue.message}`, remedy }];
  }
}

function unknownKey(path: Path, key: string, node: SchemaNode | undefined): Finding {
  const known = [node, ...(node?.anyOf ?? [])].flatMap((one) => Object.keys(one?.properties ?? {}));
  const meant = nearest(key, known);
  const problem = `there is no key ${shown(key)} here`;
  if (meant !== undefined) return { path, problem, remedy: `Did you mean ${meant}?` };
  if (/token|secret|password/i.test(key)) {
    return {
      path,
      problem,
      remedy: 'Secrets belong in the environment or .env, never in this file.',
    };
  }
  return { path, problem, remedy: `Known here: ${known.join(', ')}.` };
}

function isUnknownKey(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys';
}

function sizeProblem(issue: { code: string; origin?: string }, given: unknown): string {
  if (Array.isArray(given) && given.length === 0) return 'is empty';
  if (given === '') return 'is empty';
  return `${shown(given)} is too ${issue.code === 'too_small' ? 'small' : 'large'}`;
}

function oneOf(values: readonly string[]): string {
  return `Write ${new Intl.ListFormat('en', { type: 'disjunction' }).format(values)}.`;
}

function article(kind: string): string {
  const words: Readonly<Record<string, string>> = {
    array: 'a list',
    object: 'a group of keys',
    record: 'a group of keys',
    string: 'a text',
    int: 'a whole number',
    number: 'a number',
  };
  return words[kind] ?? kind;
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'string' ? 'a text' : `${shown(value)} (a ${typeof value})`;
}

export function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isRecord(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

function schemaAt(schema: SchemaNode, path: Path): SchemaNode | undefined {
  let node: SchemaNode | undefined = schema;
  for (const step of path) {
    const branches: readonly SchemaNode[] = [node, ...(node.anyOf ?? [])];
    const next: SchemaNode | undefined = branches
      .map((branch) => {
        if (typeof step === 'number') return branch.items;
        const own = branch.properties?.[step];
        if (own) return own;
        return typeof branch.additionalProperties === 'object'
          ? branch.additionalProperties
          : undefined;
      })
      .find((found) => found !== undefined);
    if (next === undefined) return undefined;
    node = next;
  }
  return node;
}
