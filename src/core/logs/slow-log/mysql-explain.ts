import type { PlanStep } from './digest.ts';

/** No plan people read has more rows. */
const mostSteps = 100;

/** As MariaDB writes them, should the heading be missing. */
const usual = 'id select_type table type possible_keys key key_len ref rows r_rows'.split(' ');

/** Gathers the `# explain:` rows of one entry, the heading first. */
export interface Explain {
  /** `row` is what stands behind `# explain:`, columns between tabs. */
  add(row: string): void;
  /** Nothing where no row read a table. */
  steps(): readonly PlanStep[] | undefined;
}

export function createExplain(): Explain {
  const steps: PlanStep[] = [];
  let columns: readonly string[] = usual;

  return {
    add(row) {
      const fields = row.trim().split('\t');
      if (fields[0] === 'id') {
        columns = fields;
        return;
      }
      const field = (name: string) => {
        const value = fields[columns.indexOf(name)];
        return value === undefined || value === 'NULL' || value === '' ? undefined : value;
      };
      const access = field('type');
      // `No tables used`, `Impossible WHERE`: nothing is read.
      if (access === undefined || steps.length >= mostSteps) return;
      const [table, key, rows, extra] = [
        field('table'),
        field('key'),
        field('rows'),
        field('Extra'),
      ];
      steps.push({
        ...(table === undefined ? {} : { table }),
        access,
        ...(key === undefined ? {} : { key }),
        ...(rows === undefined || !/^\d{1,15}(?:\.\d+)?$/.test(rows) ? {} : { rows: Number(rows) }),
        ...(extra === undefined ? {} : { extra }),
      });
    },
    steps: () => (steps.length === 0 ? undefined : steps),
  };
}
