/** A moment keeps its own type so that it is written as one; periods come from `5m`. */
export type Value = string | number | { readonly moment: number } | undefined;

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'period'; readonly ms: number }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'not'; readonly inner: Expression }
  | { readonly kind: 'in'; readonly left: Expression; readonly list: readonly Expression[] }
  | { readonly kind: 'like'; readonly left: Expression; readonly pattern: RegExp | string };

/** An expression and the name its value gets: the alias, or its own text. */
export interface Named {
  readonly name: string;
  readonly expression: Expression;
}

export type Command =
  | { readonly kind: 'fields'; readonly fields: readonly Named[] }
  | { readonly kind: 'display'; readonly fields: readonly Named[] }
  | { readonly kind: 'filter'; readonly condition: Expression }
  | {
      readonly kind: 'parse';
      readonly from: Expression;
      readonly pattern: RegExp;
      /** What its groups are called, in order. */
      readonly names: readonly string[];
    }
  | { readonly kind: 'stats'; readonly values: readonly Named[]; readonly by: readonly Named[] }
  | {
      readonly kind: 'sort';
      readonly keys: readonly { expression: Expression; descending: boolean }[];
    }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'dedup'; readonly fields: readonly Named[] };

export const aggregates: ReadonlySet<string> = new Set([
  'count',
  'count_distinct',
  'sum',
  'avg',
  'min',
  'max',
  'pct',
  'percentile',
  'median',
  'stddev',
  'earliest',
  'latest',
]);
