/** Where an incident is. Acknowledging a page does not move it. */
export const phases = [
  'investigating',
  'deciding',
  'acting',
  'verifying',
  'resolved',
  'dismissed',
  'reviewed',
] as const;
export type Phase = (typeof phases)[number];

/** What each phase means and where it may go: the whole life of an incident on one screen. */
export const phaseTable: Readonly<Record<Phase, { means: string; next: readonly Phase[] }>> = {
  investigating: {
    means: 'gathering evidence',
    next: ['deciding', 'resolved', 'dismissed'],
  },
  deciding: {
    means: 'a person has something to decide',
    next: ['acting', 'investigating', 'resolved', 'dismissed'],
  },
  acting: { means: 'a change is being made', next: ['verifying', 'deciding'] },
  verifying: {
    means: 'waiting for proof of recovery',
    next: ['resolved', 'deciding', 'investigating'],
  },
  resolved: { means: 'people say it is over', next: ['reviewed', 'investigating'] },
  dismissed: { means: 'it was not an incident', next: ['reviewed'] },
  reviewed: { means: 'learned from', next: [] },
};

export function mayMove(from: Phase, to: Phase): boolean {
  return phaseTable[from].next.includes(to);
}

/** Open: somebody still has to do something about it. */
export function isOpen(phase: Phase): boolean {
  return phase !== 'resolved' && phase !== 'dismissed' && phase !== 'reviewed';
}
