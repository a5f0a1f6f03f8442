/** One kind of thing that must not leave. Patterns are bounded, so that all together are linear. */
export interface Rule {
  /** Nothing to do in text without one of these; case counts. */
  readonly signs?: readonly string[];
  readonly pattern: RegExp;
  /** What stands for it. */
  readonly mask: string | ((match: string, ...groups: string[]) => string);
}

export function applyRules(text: string, rules: readonly Rule[]): string {
  let rest = text;
  for (const { signs, pattern, mask } of rules) {
    if (signs !== undefined && !signs.some((sign) => rest.includes(sign))) continue;
    rest = typeof mask === 'string' ? rest.replace(pattern, mask) : rest.replace(pattern, mask);
  }
  return rest;
}
