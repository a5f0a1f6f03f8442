import { type Document, isMap, isPair, isScalar, isSeq, type LineCounter, type Node } from 'yaml';

export type Path = readonly (string | number)[];

/** Where a path stands in the file; the nearest enclosing place when it is not there itself. */
export function placeOf(
  document: Document,
  lines: LineCounter,
  path: Path,
): { line: number; column: number } | undefined {
  let node: unknown = document.contents;
  let at = offsetOf(node);
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (!isPair(pair)) break;
      at = offsetOf(pair.key) ?? at;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      at = offsetOf(node) ?? at;
    } else break;
  }
  if (at === undefined) return undefined;
  const { line, col } = lines.linePos(at);
  return { line, column: col };
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

/** `services.points-api.environments.production.alarms[0]` */
export function pathText(path: Path): string {
  return path
    .map((step, place) => {
      if (typeof step === 'number') return `[${step}]`;
      return place === 0 ? step : `.${step}`;
    })
    .join('');
}
