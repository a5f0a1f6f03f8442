import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { commandName } from '../../../src/adapters/slack/listeners/commands.ts';
import { listenerScopes, methodScopes, usedScopes } from '../../../src/adapters/slack/scopes.ts';

const manifest = parse(readFileSync('manifest.yml', 'utf8'));
const folder = 'src/adapters/slack';
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }));
const everything = sources
  .filter(({ name }) => name !== 'scopes.ts')
  .map(({ text }) => text)
  .join('\n');

test('the manifest is one by the schema of Slack', () => {
  // MIT: github.com/slackapi/manifest-schema, see the licence beside it.
  const schema = JSON.parse(
    readFileSync('test/data/slack-manifest/manifest.schema.2.0.0.json', 'utf8'),
  );
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const isValid = ajv.validate(schema, manifest);
  expect(ajv.errors).toBeNull();
  expect(isValid).toBe(true);
});

test('it asks for the scopes in use and no other', () => {
  const { bot } = manifest.oauth_config.scopes;
  expect([...bot].sort()).toEqual(usedScopes());
  expect(manifest.oauth_config.scopes).not.toHaveProperty('user');
});

test('every method in the table of scopes is called, and none besides', () => {
  const called = new Set(
    [
      ...everything.matchAll(
        /'((?:auth|chat|conversations|views|users|files|reactions)\.[a-zA-Z.]+)'/g,
      ),
    ].map(([, method]) => method),
  );
  expect([...called].sort()).toEqual(Object.keys(methodScopes).sort());
});

test('every event it subscribes to has a listener, and the other way round', () => {
  const heard = [...everything.matchAll(/app\.event\(\s*'([a-z_]+)'/g)].map(([, event]) => event);
  expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(heard.sort());
  expect(Object.keys(listenerScopes)).toEqual(expect.arrayContaining(heard));
});

test('its command is the one listened to, with names escaped', () => {
  expect(manifest.features.slash_commands).toMatchObject([
    { command: commandName, should_escape: true },
  ]);
  expect(manifest.features).not.toHaveProperty('shortcuts');
});

test('it runs over Socket Mode, with buttons and a Home tab', () => {
  expect(manifest.settings).toMatchObject({
    socket_mode_enabled: true,
    interactivity: { is_enabled: true },
    token_rotation_enabled: false,
  });
  expect(manifest.features.app_home).toMatchObject({
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: true,
  });
});
