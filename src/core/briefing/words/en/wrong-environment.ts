import type { Line } from '../../briefing.ts';

/** Of an environment that works with the settings of another, or whose requests go there. */
export const wrongEnvironment = {
  settings: (home: string, other: string, isOver: boolean) =>
    `${home} ${isOver ? 'ran' : 'runs'} with the settings of ${other}`,
  database: (home: string, other: string | undefined, isOver: boolean) => {
    const whose =
      other === undefined ? 'a database not configured for it' : `the database of ${other}`;
    return `${home} ${isOver ? 'spoke' : 'speaks'} to ${whose}`;
  },
  callsItself: (home: string, word: string, isOver: boolean) =>
    `${home} ${isOver ? 'called' : 'calls'} itself ${word} in its logs`,
  arrives: (home: string, other: string) => `requests of ${home} arrive at ${other}`,
  writesElsewhere: (home: string) => `the writes of ${home} may be going somewhere else`,
  since: 'since',
  sinceBefore: 'since before',
  until: 'until',
  with: (release: string) => `with ${release}`,
  share: (share: string) => `${share} of the lines`,
  hosts: (count: number, names: string) => `${count} host${count === 1 ? '' : 's'}: ${names}`,
  says: (word: string) => `the lines say env “${word}”`,
  reaches: (host: string, other: string | undefined) =>
    other === undefined
      ? `their database is ${host}, not in firebreak.yml`
      : `their database is ${host} (${other})`,
  guests: (whom: string, other: string, names: string) =>
    `${whom} came up in the logs of ${other}: ${names}`,
  writesFell: (instance: string, left: string) => `disk writes of ${instance} down to ${left}`,
  oddBuild: (tag: string) => `no release before had a tag like ${tag}`,
  against: 'Against it:',
  ownDatabase: (host: string) => `their database is ${host}, the right one`,
  ownName: (word: string) => `the lines still say env “${word}”`,
  writesSteady: (instance: string) => `disk writes of ${instance} are as before`,
  stillHere: (home: string) => `the logs of ${home} are as full as before, so it may be a copy`,
  leftToDo: 'Left to do:',
  which: 'which ones',
  requests: (count: string) => `${count} write requests`,
  lines: (count: string) => `${count} lines`,
  /** One sentence around two moments. */
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
