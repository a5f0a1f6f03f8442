import { createPinoLog } from '../adapters/log/pino-log.ts';
import { secretsOf } from '../config/settings.ts';
import type { CliCommand, Terminal } from './command.ts';
import { configCommand } from './config-command.ts';
import { digestCommand } from './digest-command.ts';
import { createDoctorCommand } from './doctor-command.ts';
import { errorsCommand } from './errors-command.ts';
import { exportCommand } from './export-command.ts';
import { oncallCommand } from './oncall-command.ts';

/** Every command of the terminal, in the order the help shows them. */
export function createCommands(terminal: Terminal): readonly CliCommand[] {
  const doctor = createDoctorCommand(async (config) => {
    // Loaded only here: the SDKs would make every other command half a second slower.
    const { createProbes } = await import('./probes.ts');
    const log = createPinoLog({
      level: 'error',
      destination: { write: terminal.complain },
      secrets: secretsOf(config.settings),
    });
    return createProbes(config, { log, now: terminal.now });
  });
  return [doctor, configCommand, oncallCommand, exportCommand, digestCommand, errorsCommand];
}
