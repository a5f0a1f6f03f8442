import type { Page } from '../oncall/page.ts';
import type { PersonId } from '../oncall/person.ts';
import type { Briefing, Inline } from './briefing.ts';
import { type IncidentView, nameplate, onsetOf, plainNameplate } from './incident-view.ts';
import type { Words } from './words/words.ts';

/** Something a person must notice, as a message of its own in the thread. */
export function noticeBriefing(
  incident: IncidentView,
  notice: { readonly text: string; readonly to: readonly PersonId[] },
  words: Words,
): Briefing {
  const to = notice.to.flatMap((person): Inline[] => [{ person }, ' ']);
  return {
    text: `${nameplate(incident, words)}: ${notice.text}`,
    parts: [{ kind: 'lines', lines: [[...to, notice.text]] }],
  };
}

/** A page as the paged person gets it; the first line has to wake them. */
export function pageBriefing(
  incident: IncidentView,
  page: Page,
  threadLink: string | undefined,
  words: Words,
): Briefing {
  const parts: Briefing['parts'] = [
    { kind: 'header', text: nameplate(incident, words) },
    {
      kind: 'lines',
      lines: [
        [{ bold: incident.title }],
        [
          `${words.card.since} `,
          { at: onsetOf(incident), style: 'date-time' },
          ` · ${incident.id}`,
        ],
        ...(threadLink ? [[{ link: threadLink, label: words.page.thread }]] : []),
      ],
    },
    answerPart(incident, page, words),
  ];
  return {
    text: `${plainNameplate(incident, words)}: ${incident.title}. ${pageState(incident, page, words)}`,
    parts,
  };
}

function pageState(incident: IncidentView, page: Page, words: Words): string {
  if (page.state === 'acknowledged') return words.page.answeredByYou;
  if (page.state !== 'settled') return words.card.acknowledgePlease;
  return incident.acknowledged ? words.page.answeredBy(incident.acknowledged.by) : words.page.over;
}

function answerPart(incident: IncidentView, page: Page, words: Words): Briefing['parts'][number] {
  if (page.state === 'acknowledged' || page.state === 'settled') {
    return { kind: 'quiet', lines: [[pageState(incident, page, words)]] };
  }
  return {
    kind: 'offers',
    offers: [
      {
        id: 'acknowledge-page',
        label: words.offers.acknowledge,
        style: 'primary',
        subject: { incident: incident.id, page: page.id },
      },
    ],
  };
}
