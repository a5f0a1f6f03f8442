/**
 * GiB of memory of a family's `large`; the other sizes are multiples of it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 */
const largeGiB: readonly (readonly [RegExp, number])[] = [
  [/^m[4-8](g|gd|i|id|d)?$/, 8],
  [/^r[34]$/, 15.25],
  [/^r(5|5b|5d|6g|6gd|6i|6id|7g|7gd|7i|7id|8g|8gd|8i)$/, 16],
  [/^x2g$/, 32],
  [/^t[234]g?$/, 8],
];
const times: Readonly<Record<string, number>> = {
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
};

/**
 * `db.r7g.2xlarge` → 64 GiB, in bytes; undefined for a class we do not know, serverless among them.
 * RDS keeps some of it for itself, how much it does not say: what is computed of it is the most.
 */
export function memoryOfClass(name: string): number | undefined {
  const [, family = '', size = ''] = /^db\.(\w+)\.(\w+)$/.exec(name) ?? [];
  const large = largeGiB.find(([pattern]) => pattern.test(family))?.[1];
  const many = /^(\d{1,2})xlarge$/.exec(size)?.[1];
  const factor = many ? Number(many) * 2 : Object.hasOwn(times, size) ? times[size] : undefined;
  return large === undefined || factor === undefined ? undefined : large * factor * 1024 ** 3;
}
