import { en as core } from '../../../core/briefing/words/en.ts';
import type { Release } from '../../../core/service/release.ts';
import type { Severity } from '../../../core/triage/severity.ts';

const severityMeanings: Readonly<Record<Severity, string>> = {
  SEV1: 'customers cannot use the product',
  SEV2: 'something important is broken for some',
  SEV3: 'something is broken, people get by',
  SEV4: 'nobody is hit yet',
};

/**
 * What only Slack has, in English: forms, windows, and the sentences of listeners. Titles and
 * buttons of windows have 24 characters.
 */
export const en = {
  window: {
    cancel: 'Cancel',
    close: 'Close',
    firebreak: 'Firebreak',
    notDone: 'Not done',
    tooLarge:
      'This form is too large for Slack. Name the service and the release in the command instead.',
    homeTooLarge: 'Too much to show here. Try `/incident`.',
    stillWorking: 'Still working on it …',
    done: 'Done. The thread of the incident shows it.',
  },

  message: {
    moreLines: (count: number) => `… ${count} more ${count === 1 ? 'line' : 'lines'}`,
    moreParts: (count: number) => `… ${count} more parts do not fit into one Slack message.`,
    withoutButtons: (labels: string) =>
      `(Without buttons here: ${labels}. Mention me with the verb.)`,
  },

  trouble: {
    unknown:
      'I do not know that one: it may belong to an older message of mine. Try `/incident help`.',
    restarting: 'Firebreak is restarting and did not take that. Please try again in a minute.',
    outdated:
      'This button comes from an older message of mine. Use the newest card, or `/incident`.',
    outside: (message: string) => `That did not work. ${message}`,
    unforeseen:
      'That did not work: something unexpected on my side. It is in the log; please try again.',
  },

  confirm: {
    title: 'Are you sure?',
    /** `about` names incident, service and environment; both are mrkdwn already. */
    question: (label: string, about: string) => (about ? `*${label}* for ${about}` : `*${label}*`),
  },

  opener: {
    declare: { ask: 'Tell me what people see', button: 'Declare an incident …' },
    rollback: { ask: 'Choose the release to go back to', button: 'Roll back …' },
    instead: (command: string) => `(with \`${command}\`, the button could not be shown)`,
  },

  declare: {
    title: 'Declare an incident',
    submit: 'Declare',
    noServices: 'firebreak.yml names no services yet; add one there first.',
    what: 'What do people see?',
    whatExample: 'Shops cannot add points',
    whatMissing: 'Say in a few words what people see.',
    service: 'Service',
    chooseService: 'Choose a service',
    serviceMissing: 'Choose a service.',
    environment: 'Environment',
    chooseEnvironment: 'Choose where',
    runsOnlyIn: (service: string, places: readonly string[]) =>
      `${service} runs in ${places.join(', ')} only.`,
    severity: 'How bad is it?',
    chooseSeverity: 'Choose',
    severityMeaning: (severity: Severity) => severityMeanings[severity],
  },

  rollback: {
    title: 'Roll back',
    nothingToRollBack:
      'No service in firebreak.yml has a rollout engine, so nothing can be rolled back from here.',
    chooseTarget: 'Choose what and where',
    target: 'Service and environment',
    next: 'Next',
    chooseOne: 'Choose one.',
    readingReleases: (service: string, environment: string) =>
      `Reading the releases of ${service} in ${environment} …`,
    noEarlier: (place: string) => `${place} has no earlier release to go back to.`,
    olderHidden: (count: number) => `${count} older ones are not shown.`,
    incomplete: 'The history is not complete.',
    seePlan: 'See the plan',
    now: (release: string) => `Now: ${release}`,
    goBackTo: 'Go back to',
    planning: 'Making the plan and checking it …',
    gone: 'That release is no longer in the history. Please start again.',
    insteadTry: (verb: string) => `You can try "${verb}" instead.`,
    backTo: (release: string) => `Back to: ${release}`,
    takes: (low: number, high: number, basis: string) =>
      `Usually takes ${low}–${high} min (${basis}).`,
    blocked: (sign: string) => `*This cannot go as it is:* see the checks marked with ${sign}.`,
    typeName: (service: string, environment: string) =>
      `This is ${environment}. Type "${service}" to go on`,
    notTheName: (service: string) =>
      `That is not "${service}". Type the service's name exactly to go on.`,
    propose: 'Propose rollback',
    notProposed: 'Not proposed',
    outdated: 'This form is from an older version of Firebreak. Please start again.',
    /** `moment` is mrkdwn. */
    since: (label: string, moment: string, outcome: Release['outcome']) =>
      `*${label}*, from ${moment}, ${core.outcome(outcome)}`,
    outcome: core.outcome,
  },
};
