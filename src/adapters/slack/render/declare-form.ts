import type { InputBlock, ModalView } from '@slack/types';
import { isProduction } from '../../../core/service/service.ts';
import { type Severity, severities } from '../../../core/triage/severity.ts';
import type { Desk } from '../../../engine/desk.ts';
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

const severityMeanings: Readonly<Record<Severity, string>> = {
  SEV1: 'customers cannot use the product',
  SEV2: 'something important is broken for some',
  SEV3: 'something is broken, people get by',
  SEV4: 'nobody is hit yet',
};

/** The form that opens an incident. Production is never preselected: somebody must say it. */
export function declareForm(prefill: {
  services: ReturnType<Desk['services']>;
  title?: string | undefined;
  service?: string | undefined;
  environment?: string | undefined;
  origin: FormOrigin;
}): ModalView {
  const { services, origin } = prefill;
  if (services.length === 0) {
    return noticeView('Declare', 'firebreak.yml names no services yet; add one there first.');
  }
  const environments = [...new Set(services.flatMap((s) => s.environments.map((e) => e.name)))];
  const safe =
    prefill.environment && !isProduction(prefill.environment) ? prefill.environment : undefined;
  const title = cut(clean(prefill.title ?? '').trim(), longestTitle);
  return modal({
    callbackId: declareFormId,
    title: 'Declare an incident',
    submit: 'Declare',
    carries: origin,
    blocks: [
      input(declareInputs.title, 'What do people see?', {
        type: 'plain_text_input',
        action_id: declareInputs.title,
        max_length: longestTitle,
        placeholder: plainText('Shops cannot add points', limits.placeholder),
        ...(title ? { initial_value: title } : {}),
      }),
      input(
        declareInputs.service,
        'Service',
        select({
          actionId: declareInputs.service,
          placeholder: 'Choose a service',
          values: services.map((service) => service.name),
          chosen: prefill.service,
        }),
      ),
      input(
        declareInputs.environment,
        'Environment',
        select({
          actionId: declareInputs.environment,
          placeholder: 'Choose where',
          values: environments,
          chosen: safe,
        }),
      ),
      input(declareInputs.severity, 'How bad is it?', {
        type: 'static_select',
        action_id: declareInputs.severity,
        placeholder: plainText('Choose', limits.placeholder),
        options: severities.map((severity) =>
          option(`${severity}: ${severityMeanings[severity]}`, severity),
        ),
      }),
    ],
  });
}

function input(id: string, label: string, element: InputBlock['element']): InputBlock {
  return { type: 'input', block_id: id, label: plainText(label, limits.inputLabel), element };
}
