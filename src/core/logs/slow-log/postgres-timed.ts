/** What one LOG message says about timing. */
export type Timed =
  /** `duration: … ms  statement: …`, or a parse, bind, execute or fetch step. */
  | { readonly kind: 'timed'; readonly durationMs: number; readonly statement: string }
  /** auto_explain's own line for an execution that a `timed` one may repeat. */
  | { readonly kind: 'plan'; readonly durationMs: number; readonly statement: string }
  /** log_duration: the time of the statement this session announced last. */
  | { readonly kind: 'duration'; readonly durationMs: number }
  /** log_statement: a statement that has only begun. */
  | { readonly kind: 'announced'; readonly statement: string };

const duration = /^duration: (\d+(?:\.\d+)?) ms(?: {2}|\s*$)/;
const step = /^(?:statement|(?:parse|bind|execute)(?: fetch from)? [^\n:]{0,200}): /;

/** Reads a LOG message; nothing when it is about something else. */
export function readTimed(text: string): Timed | undefined {
  const found = duration.exec(text);
  if (found === null) {
    const announced = /^(?:statement|execute [^\n:]{0,200}): /.exec(text);
    return announced === null
      ? undefined
      : { kind: 'announced', statement: text.slice(announced[0].length).trim() };
  }
  const durationMs = Number(found[1]);
  const rest = text.slice(found[0].length);
  if (rest.trim() === '') return { kind: 'duration', durationMs };
  if (rest.startsWith('plan:')) {
    const statement = readPlannedQuery(rest.slice(5));
    return statement === undefined ? undefined : { kind: 'plan', durationMs, statement };
  }
  const named = step.exec(rest);
  if (named === null) return undefined;
  return { kind: 'timed', durationMs, statement: rest.slice(named[0].length).trim() };
}

/**
 * The statement inside an auto_explain message. As text it runs from `Query Text:` to the plan's
 * first line, the one with a cost or an actual time; as JSON, XML or YAML it is one quoted value.
 */
function readPlannedQuery(plan: string): string | undefined {
  const json = plan.indexOf('"Query Text": "');
  if (json !== -1) return unescapeJson(upToQuote(plan, json + 15)).trim();
  const from = plan.indexOf('Query Text: ');
  if (from === -1) return undefined;
  const lines: string[] = [];
  for (const line of plan.slice(from + 12).split('\n')) {
    if (
      lines.length > 0 &&
      /\((?:cost|actual time)=|^\s*Query (?:Parameters|Identifier):/.test(line)
    )
      break;
    lines.push(line);
  }
  return lines.join('\n').trim();
}

/** The characters of a JSON string from `from` to its closing quote. */
function upToQuote(text: string, from: number): string {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return text.slice(from, at);
  }
  return text.slice(from);
}

function unescapeJson(text: string): string {
  try {
    return String(JSON.parse('"' + text + '"'));
  } catch {
    // A cut escape at the end of a truncated message: the text as it stands serves as well.
    return text;
  }
}
