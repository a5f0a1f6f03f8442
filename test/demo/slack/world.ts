import { fileURLToPath } from 'node:url';
import { type Logger, LogLevel } from '@slack/bolt';

export const people = [
  { id: 'U1', name: 'ana', realName: 'Ana Kim', zone: 'Asia/Seoul', locale: 'ko-KR' },
  { id: 'U2', name: 'ben', realName: 'Ben Ortiz', zone: 'Europe/Madrid' },
];

export const channels = [
  { id: 'C1', name: 'incidents', topic: 'What is on fire' },
  { id: 'C2', name: 'random', hasApp: false },
  { id: 'C3', name: 'old', archived: true },
  { id: 'C4', name: 'board', private: true, hasApp: false },
];

export const manifestPath = fileURLToPath(new URL('./manifest.yml', import.meta.url));

export const quietLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
