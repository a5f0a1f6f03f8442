import { type Benchmark, type Figure, keeps, median, quietest, type Result } from './figure.ts';

/** One benchmark as a person reads it. Floors are set in. */
export function tableOf(benchmark: Benchmark, result: Result): string {
  const head = `${benchmark.name}: ${benchmark.measures}`;
  if (result.status === 'skipped') return `${head}\n  skipped: ${result.why}\n`;
  const rows = [
    ['', 'quietest', 'median', 'runs', 'aim', ''],
    ...result.figures.map((figure) => [
      figure.isFloor ? `  floor: ${figure.what}` : figure.what,
      worded(quietest(figure), figure),
      worded(median(figure.runs), figure),
      String(figure.runs.length),
      figure.aim === undefined ? '' : `${sign(figure)} ${worded(figure.aim, figure)}`,
      verdict(figure),
    ]),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths?.[column] ?? 0;
        return column === 0 || column === row.length - 1
          ? cell.padEnd(width)
          : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return [head, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

function sign({ better }: Figure): string {
  return better === 'lower' ? '<' : '>';
}

function verdict(figure: Figure): string {
  if (figure.aim === undefined) return '';
  return keeps(figure, figure.aim) ? 'kept' : 'MISSED';
}

function worded(value: number, { unit }: Figure): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}
