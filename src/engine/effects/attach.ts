import type { AttachedFile } from '../../core/briefing/chat.ts';
import type { Picture } from '../../core/briefing/picture.ts';
import { overviewPicture } from '../../core/briefing/pictures/overview.ts';
import { pictureOfKind } from '../../core/briefing/pictures/single.ts';
import { isNotableSlow } from '../../core/briefing/pictures/slow.ts';
import { altOf, captionOf } from '../../core/briefing/pictures/told.ts';
import { slowReport } from '../../core/briefing/slow-report.ts';
import type { Attachable, Dossier } from '../../core/dossier.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import { sinceReleases } from '../../core/evidence/slow-since-release.ts';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { zoneOf } from '../../core/world.ts';
import { type Doing, eventIdOf, type Handler } from './doing.ts';

/** What is put into the thread, before the picture is drawn. */
interface Content {
  /** The look or the question it is about, and until when that looked. */
  readonly about: string;
  readonly toAt: number;
  readonly picture: Picture | undefined;
  /** All slow queries as text. */
  readonly report: string | undefined;
}

/** Puts files into the thread. Again after a crash: the chat looks for this version first. */
export const attach: Handler<'attach'> = async ({ what }, { dossier, claim }, doing) => {
  const thread = dossier.messages.card;
  const content = contentOf(what, dossier, doing);
  // Without the card there is no thread; once it is up, the step asks for the files again.
  if (!thread || !content) return undefined;
  const { about, toAt, picture } = content;
  const files = [...(await drawn(content, doing)), ...written(content, doing)];
  if (files.length > 0) {
    const { words, chat } = doing;
    const { attached, evidenceBriefing } = words;
    const title = what === 'overview' ? attached.overview : evidenceBriefing.titles[what];
    const text = picture ? captionOf(picture, title, words) : attached.slowFile;
    const key = `${dossier.id}/${what}`;
    await chat.attach({ key, version: versionOf(toAt), thread, text, files });
  }
  return { id: eventIdOf(claim), kind: 'FilesAttached', what, about };
};

function contentOf(what: Attachable, dossier: Dossier, doing: Doing): Content | undefined {
  const { words, world } = doing;
  const zone = zoneOf(world, dossier.service);
  const slow = dossier.evidence['slow-queries'];
  const report = (evidence: Evidence | undefined) =>
    evidence && slowReport(sinceReleases(evidence, dossier.releases), words, zone);
  if (what === 'overview') {
    return (
      dossier.look && {
        about: dossier.look.id,
        toAt: dossier.look.window.toAt,
        picture: overviewPicture(dossier, words, zone),
        report: isNotableSlow(slow) ? report(slow) : undefined,
      }
    );
  }
  const evidence = dossier.evidence[what];
  return (
    evidence && {
      about: evidence.questionId,
      toAt: evidence.window.toAt,
      picture: pictureOfKind(what, dossier, words, zone),
      report: what === 'slow-queries' ? report(evidence) : undefined,
    }
  );
}

/** A picture that cannot be drawn is missing; the numbers are not. */
async function drawn({ picture }: Content, doing: Doing): Promise<AttachedFile[]> {
  if (!picture) return [];
  try {
    const bytes = await doing.draughtsman.draw(picture);
    return [{ type: 'png', title: picture.title, alt: altOf(picture, doing.words), bytes }];
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    doing.log.warn({ error }, 'a picture could not be drawn, the thread goes without');
    return [];
  }
}

function written({ report }: Content, { words }: Doing): AttachedFile[] {
  if (report === undefined) return [];
  return [{ type: 'txt', title: words.attached.slowFile, bytes: new TextEncoder().encode(report) }];
}

/** The end of what was looked at: `20261126T051000Z`. */
function versionOf(toAt: number): string {
  return new Date(toAt).toISOString().replace(/[-:]|\.\d+/g, '');
}
