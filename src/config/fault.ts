/** One thing that is wrong with the configuration, where, and what to do about it. */
export interface ConfigFault {
  /** The file's name, or `environment`. */
  readonly source: string;
  /** `services.points-api.rotation`, or a variable's name; empty: the file as a whole. */
  readonly path: string;
  /** From 1; only in the file, where it could be told. */
  readonly line?: number;
  readonly column?: number;
  readonly problem: string;
  readonly remedy: string;
}

/** Everything that is wrong, found in one go. */
export interface ConfigFaults {
  readonly faults: readonly ConfigFault[];
}

export function isFaulty(reading: object): reading is ConfigFaults {
  return 'faults' in reading;
}

/** For people: one fault a paragraph, its place in the form editors and terminals can jump to. */
export function faultsText({ faults }: ConfigFaults): string {
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  const paragraphs = faults.map((fault) => {
    const place = [fault.source, fault.line, fault.column].filter((part) => part !== undefined);
    const path = fault.path === '' ? '' : `${fault.path}: `;
    return `${place.join(':')}  ${path}${fault.problem}\n    → ${fault.remedy}`;
  });
  return [`The configuration has ${count}; nothing was started.`, '', ...paragraphs].join('\n');
}
