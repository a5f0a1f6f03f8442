import { longestStatement } from './slow-query.ts';

/**
 * Puts the lines of a csv log together into records: a quoted field may hold line ends. Gives the
 * fields of each record; linear, and bounded by giving up a record past the longest statement.
 */
export function createCsvRecords(take: (fields: readonly string[]) => void): {
  line(line: string): void;
  flush(): void;
} {
  let open: string[] = [];
  let length = 0;
  let quotes = 0;

  function flush(): void {
    if (open.length > 0) take(fieldsOf(open.join('\n')));
    open = [];
    length = 0;
    quotes = 0;
  }

  return {
    line(line) {
      open.push(line);
      length += line.length;
      quotes += countQuotes(line);
      if (quotes % 2 === 0 || length > longestStatement) flush();
    },
    flush,
  };
}

function countQuotes(line: string): number {
  let count = 0;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) count++;
  return count;
}

function fieldsOf(record: string): string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= record.length) {
    const [value, end] = record[at] === '"' ? quoted(record, at + 1) : bare(record, at);
    fields.push(value);
    at = end + 1;
  }
  return fields;
}

function bare(record: string, from: number): [string, number] {
  const comma = record.indexOf(',', from);
  const end = comma === -1 ? record.length : comma;
  return [record.slice(from, end), end];
}

function quoted(record: string, from: number): [string, number] {
  let value = '';
  let at = from;
  while (true) {
    const quote = record.indexOf('"', at);
    if (quote === -1) return [value + record.slice(at), record.length];
    value += record.slice(at, quote);
    if (record[quote + 1] !== '"') {
      const comma = record.indexOf(',', quote);
      return [value, comma === -1 ? record.length : comma];
    }
    value += '"';
    at = quote + 2;
  }
}
