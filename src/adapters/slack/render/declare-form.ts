import type { InputBlock, ModalView } from '@slack/types';
import { isProduction } from '../../../core/service/service.ts';
import { severities } from '../../../core/triage/severity.ts';
import type { Desk } from '../../../engine/desk.ts';
import type { SlackWords } from '../words/words.ts';
import { option, select } from './choices.ts';
import { clean, cut } from './escape.ts';
import { limits } from './limits.ts';
import { type FormOrigin, modal, noticeView, plainText } from './view.ts';

export const declareFormId = 'declare';
/** Block and action ids of the inputs, the same word for both. */
export const declareInputs = {
  title: 'title',
  service: 'service',
  environment: 'environment',
  severity: 'severity',
} as const;
const longestTitle = 150;

/** The form that opens an incident. Production is never preselected: somebody must say it. */
export function declareForm(prefill: {
  services: ReturnType<Desk['services']>;
  title?: string | undefined;
  service?: string | undefined;
  environment?: string | undefined;
  origin: FormOrigin;
  words: SlackWords;
}): ModalView {
  const { services, origin, words } = prefill;
  const say = words.declare;
  if (services.length === 0) {
    return noticeView(say.title, say.noServices, words);
  }
  const environments = [...new Set(services.flatMap((s) => s.environments.map((e) => e.name)))];
  const safe =
    prefill.environment && !isProduction(prefill.environment) ? prefill.environment : undefined;
  const title = cut(clean(prefill.title ?? '').trim(), longestTitle);
  return modal({
    callbackId: declareFormId,
    title: say.title,
    submit: say.submit,
    carries: origin,
    words,
    blocks: [
      input(declareInputs.title, say.what, {
        type: 'plain_text_input',
        action_id: declareInputs.title,
        max_length: longestTitle,
        placeholder: plainText(say.whatExample, limits.placeholder),
        ...(title ? { initial_value: title } : {}),
      }),
      input(
        declareInputs.service,
        say.service,
        select({
          actionId: declareInputs.service,
          placeholder: say.chooseService,
          values: services.map((service) => service.name),
          chosen: prefill.service,
        }),
      ),
      input(
        declareInputs.environment,
        say.environment,
        select({
          actionId: declareInputs.environment,
          placeholder: say.chooseEnvironment,
          values: environments,
          chosen: safe,
        }),
      ),
      input(declareInputs.severity, say.severity, {
        type: 'static_select',
        action_id: declareInputs.severity,
        placeholder: plainText(say.chooseSeverity, limits.placeholder),
        options: severities.map((severity) =>
          option(`${severity}: ${say.severityMeaning(severity)}`, severity),
        ),
      }),
    ],
  });
}

function input(id: string, label: string, element: InputBlock['element']): InputBlock {
  return { type: 'input', block_id: id, label: plainText(label, limits.inputLabel), element };
}
