import type { Line } from '../../briefing.ts';

/** Of an environment that works with the settings of another, or whose requests go there. */
export const wrongEnvironment = {
  settings: (home: string, other: string) => `${home} runs with the settings of ${other}`,
  database: (home: string, other: string | undefined) =>
    other === undefined
      ? `${home} speaks to a database that is not configured for it`
      : `${home} speaks to the database of ${other}`,
  callsItself: (home: string, word: string) => `${home} calls itself ${word} in its logs`,
  arrives: (home: string, other: string) => `requests of ${home} arrive at ${other}`,
  writesElsewhere: (home: string) => `the writes of ${home} may be going somewhere else`,
  since: 'since',
  sinceBefore: 'since before',
  until: 'until',
  with: (release: string) => `with ${release}`,
  share: (share: string) => `${share} of the lines`,
  hosts: (count: number, names: string) => `${count} hosts: ${names}`,
  says: (word: string) => `the lines say env “${word}”`,
  reaches: (host: string, other: string | undefined) =>
    other === undefined
      ? `they speak to ${host}, which is nobody’s here`
      : `they speak to ${host}, the database of ${other}`,
  guests: (whom: string, other: string, names: string) =>
    `${whom} came up in the logs of ${other}: ${names}`,
  writesFell: (instance: string, left: string) => `${instance} has ${left} of its disk writes left`,
  oddBuild: (tag: string) => `no release before had a tag like ${tag}`,
  against: 'Against it:',
  ownDatabase: (host: string) => `they speak to ${host}, its own database`,
  ownName: (word: string) => `the lines still say env “${word}”`,
  writesSteady: (instance: string) => `${instance} writes as much as before`,
  stillHere: (home: string) => `the logs of ${home} are as full as before, so it may be a copy`,
  leftToDo: 'Left to do:',
  requests: (count: string) => `${count} requests that write`,
  lines: (count: string) => `${count} lines`,
  /** `moved` and the rest of it stand around two moments. */
  moved: (what: {
    requests: string;
    whom: string | undefined;
    where: string;
    from: Line;
    to: Line | undefined;
    isMore: boolean;
  }): Line => [
    what.isMore ? 'at least ' : '',
    what.requests,
    what.whom === undefined ? '' : ` of ${what.whom}`,
    ` went to ${what.where} between `,
    ...what.from,
    ' and ',
    ...(what.to ?? ['now']),
    '. What they wrote has to be moved by hand.',
  ],
};
