import type { AttachedFile } from '../../core/briefing/chat.ts';
import type { Picture } from '../../core/briefing/picture.ts';
import { slowPicture } from '../../core/briefing/pictures/slow.ts';
import { slowReport } from '../../core/briefing/slow-report.ts';
import type { Attachable, Dossier } from '../../core/dossier.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import { sinceReleases } from '../../core/evidence/slow-since-release.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { zoneOf } from '../../core/world.ts';
import { type Doing, eventIdOf, type Handler } from './doing.ts';

/** What is put into the thread, before the picture is drawn. */
interface Content {
  /** The line above the files. */
  readonly text: string;
  readonly picture: Picture | undefined;
  readonly alt: string;
  readonly report: { readonly title: string; readonly text: string } | undefined;
}

/** Of each kind: the answer it is about, and what is shown of it. */
const builders: {
  readonly [K in Attachable]: (
    evidence: Evidence,
    dossier: Dossier,
    doing: Doing,
    zone: string,
  ) => Content;
} = {
  'slow-queries': (evidence, dossier, { words }, zone) => {
    const picture = slowPicture(dossier, words, zone);
    const text = slowReport(sinceReleases(evidence, dossier.releases), words, zone);
    return {
      text: words.attached.slowText,
      picture,
      alt: words.attached.slowAlt(picture?.panels[0]?.series[0]?.label ?? ''),
      report: text === undefined ? undefined : { title: words.attached.slowFile, text },
    };
  },
};

/** Puts files into the thread. Again after a crash: the chat looks for this version first. */
export const attach: Handler<'attach'> = async ({ what }, { dossier, claim }, doing) => {
  const thread = dossier.messages.card;
  const evidence = dossier.evidence[what];
  // Without the card there is no thread; once it is up, the step asks for the files again.
  if (!thread || !evidence) return undefined;
  const content = builders[what](evidence, dossier, doing, zoneOf(doing.world, dossier.service));
  const files = [...(await drawn(content, doing)), ...written(content)];
  if (files.length > 0) {
    const { text } = content;
    const key = `${dossier.id}/${what}`;
    await doing.chat.attach({ key, version: versionOf(evidence), thread, text, files });
  }
  const { questionId } = evidence;
  return { id: eventIdOf(claim), kind: 'FilesAttached', what, questionId };
};

/** A picture that cannot be drawn is missing; the numbers are not. */
async function drawn({ picture, alt }: Content, doing: Doing): Promise<AttachedFile[]> {
  if (!picture) return [];
  try {
    const bytes = await doing.draughtsman.draw(picture);
    return [{ type: 'png', title: picture.title, alt, bytes }];
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    doing.log.warn({ error }, 'a picture could not be drawn, the thread goes without');
    return [];
  }
}

function written({ report }: Content): AttachedFile[] {
  if (!report) return [];
  const bytes = new TextEncoder().encode(report.text);
  return [{ type: 'txt', title: report.title, bytes }];
}

/** The end of what was looked at: `20261126T051000Z`. */
function versionOf({ window }: Evidence): string {
  return new Date(window.toAt).toISOString().replace(/[-:]|\.\d+/g, '');
}
