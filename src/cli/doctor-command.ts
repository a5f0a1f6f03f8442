import { faultsText, isFaulty } from '../config/fault.ts';
import { type Config, configPath, readConfig } from '../config.ts';
import { approvalsCheck } from './approvals-check.ts';
import { type Check, type Checked, fail, pass, runChecks } from './check.ts';
import { type CliCommand, done, foundBad, type Terminal, wrongUsage } from './command.ts';
import { countsOf } from './config-command.ts';
import { databaseCheck } from './database-check.ts';
import { faces } from './faces.ts';

const oldestNode = 24;
const limitMs = 20_000;

/** `probes` look at the outside (Slack, AWS) as the configuration says; `close` ends them. */
export function createDoctorCommand(
  probes: (config: Config) => Promise<{ checks: readonly Check[]; close(): void }>,
): CliCommand {
  return {
    ...faces.doctor,
    run: async ({ words }, terminal) => {
      if (words.length > 0) return wrongUsage('doctor looks at everything; it takes no words.');
      const config = readConfig(terminal);
      const first = [nodeCheck(terminal.nodeVersion), configCheck(config, terminal)];
      if (isFaulty(config)) return report(await runChecks(first, limitMs));
      const outside = await probes(config);
      try {
        const checks = [
          ...first,
          databaseCheck(config.settings.database, terminal),
          approvalsCheck(config.world, terminal.now()),
          ...outside.checks,
        ];
        return report(await runChecks(checks, limitMs));
      } finally {
        outside.close();
      }
    },
  };
}

function nodeCheck(version: string): Check {
  const isNew = Number(version.split('.')[0]) >= oldestNode;
  const text = isNew ? version : `${version} is too old: install Node.js ${oldestNode} or newer.`;
  return { name: 'Node.js', look: async () => (isNew ? pass(text) : fail(text)) };
}

function configCheck(config: ReturnType<typeof readConfig>, terminal: Terminal): Check {
  return {
    name: 'configuration',
    look: async () => {
      if (isFaulty(config)) return fail(faultsText(config));
      const counts = Object.entries(countsOf(config.world)).map(
        ([noun, count]) => `${noun} ${count}`,
      );
      return pass(`${configPath(terminal.env)}: ${counts.join(', ')}`);
    },
  };
}

function report(checked: readonly Checked[]) {
  const marks = { pass: 'ok  ', warn: 'warn', fail: 'FAIL' };
  const width = Math.max(...checked.map(({ name }) => name.length));
  const lines = checked.map(({ name, status, text }) => {
    const indented = text.replaceAll('\n', `\n${' '.repeat(width + 8)}`);
    return `${marks[status]}  ${name.padEnd(width)}  ${indented}`;
  });
  const bad = checked.filter(({ status }) => status === 'fail').length;
  const verdict = bad === 0 ? 'Nothing stands in the way.' : `${bad} of ${checked.length} failed.`;
  const text = [...lines, '', verdict].join('\n');
  const document = { ok: bad === 0, checks: checked };
  return bad === 0 ? done(text, document) : foundBad(text, document);
}
