import type { CliCommand, CommandFace, Terminal } from './command.ts';
import { faces } from './faces.ts';

/**
 * Every command of the terminal, in the order the help shows them. Each is loaded when it runs: a
 * digest needs neither the SDKs nor the configuration's schema, which take longer than its work.
 */
export function createCommands(terminal: Terminal): readonly CliCommand[] {
  return [
    lazily(faces.doctor, async () => {
      const { createDoctorCommand } = await import('./doctor-command.ts');
      return createDoctorCommand(async (config) => {
        const { createProbes } = await import('./probes.ts');
        const { createPinoLog } = await import('../adapters/log/pino-log.ts');
        const { secretsOf } = await import('../config/settings.ts');
        const log = createPinoLog({
          level: 'error',
          destination: { write: terminal.complain },
          secrets: secretsOf(config.settings),
        });
        return createProbes(config, { log, now: terminal.now });
      });
    }),
    lazily(faces.config, async () => (await import('./config-command.ts')).configCommand),
    lazily(faces.oncall, async () => (await import('./oncall-command.ts')).oncallCommand),
    lazily(faces.export, async () => (await import('./export-command.ts')).exportCommand),
    lazily(faces.digest, async () => (await import('./digest-command.ts')).digestCommand),
    lazily(faces.errors, async () => (await import('./errors-command.ts')).errorsCommand),
  ];
}

function lazily(face: CommandFace, load: () => Promise<CliCommand>): CliCommand {
  return { ...face, run: async (args, terminal) => (await load()).run(args, terminal) };
}
