/**
 * Does the whole text fit the pattern? `*` stands for any run of characters, none included; every
 * other character for itself, case included (CloudWatch alarm names differ by case).
 */
export function matchesName(pattern: string, text: string): boolean {
  const [first = '', ...later] = pattern.split('*');
  if (later.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  const last = later[later.length - 1] ?? '';
  let from = first.length;
  // The earliest place for each middle part leaves the most room for those after it.
  for (const part of later.slice(0, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesName(pattern, text));
}
