import type { ViewSubmitAction } from '@slack/bolt';
import { severities } from '../../../core/triage/severity.ts';
import { readIncoming } from '../incoming.ts';
import { declareFormId, declareInputs } from '../render/declare-form.ts';
import { readCarried, readValues, saidFrom } from './form-values.ts';
import { endForm, formRequestId } from './forms.ts';
import { askerOf, type Listening } from './listening.ts';

/** The submitted form that opens an incident. */
export function listenToDeclareForm(here: Listening): void {
  here.app.view<ViewSubmitAction>(
    { callback_id: declareFormId, type: 'view_submission' },
    async ({ ack, body, view }) => {
      const values = readValues(view);
      const form = {
        title: (values[declareInputs.title] ?? '').trim(),
        service: values[declareInputs.service] ?? '',
        environment: values[declareInputs.environment] ?? '',
        severity: severities.find((one) => one === values[declareInputs.severity]) ?? 'SEV3',
      };
      const fault = faultOf(here, form);
      if (fault) return ack({ response_action: 'errors', errors: fault });
      const carried = readCarried(view);
      const from = saidFrom(readIncoming(body), carried);
      const asker = askerOf(here.people, {
        requestId: formRequestId(view, values),
        user: body.user.id,
        incident: carried.incident,
        channel: carried.channel,
      });
      await endForm(here, {
        ack,
        viewId: view.id,
        from,
        work: here.desk.declare(form, asker),
        refused: (text) =>
          ack({ response_action: 'errors', errors: { [declareInputs.title]: text } }),
      });
    },
  );
}

function faultOf(
  here: Listening,
  form: { title: string; service: string; environment: string },
): Record<string, string> | undefined {
  const say = here.words.declare;
  if (form.title === '') return { [declareInputs.title]: say.whatMissing };
  const service = here.desk.services().find((one) => one.name === form.service);
  if (service === undefined) return { [declareInputs.service]: say.serviceMissing };
  const places = service.environments.map((environment) => environment.name);
  if (places.includes(form.environment)) return undefined;
  return { [declareInputs.environment]: say.runsOnlyIn(service.name, places) };
}
