import type { Dossier } from '../../core/dossier.ts';
import { isOpen } from '../../core/incident/phase.ts';
import { placeholders, type Queries, type Value } from './database.ts';

interface DossierRow {
  dossier: string;
}

async function dossiers(
  queries: Queries,
  rest: string,
  values: readonly Value[] = [],
): Promise<readonly Dossier[]> {
  const rows = await queries.query<DossierRow>(`select dossier from incidents ${rest}`, values);
  return rows.map((row) => JSON.parse(row.dossier) as Dossier);
}

/** Reading is the same with and without a lock: `lock` is what the dialect adds to the select. */
export async function dossierOf(
  queries: Queries,
  id: string,
  lock = '',
): Promise<Dossier | undefined> {
  return (await dossiers(queries, `where id = ? ${lock}`, [id]))[0];
}

export async function openDossiersOf(
  queries: Queries,
  service: string,
  environment: string,
  lock: string,
): Promise<readonly Dossier[]> {
  return dossiers(
    queries,
    `where is_open = 1 and service = ? and environment = ? order by number desc ${lock}`,
    [service, environment],
  );
}

export async function dossierOfAlert(
  queries: Queries,
  alert: string,
  lock: string,
): Promise<Dossier | undefined> {
  const found = await dossiers(
    queries,
    `where id = (select incident from incident_alerts
       where alert = ? order by number desc limit 1) ${lock}`,
    [alert],
  );
  return found[0];
}

export async function openDossiers(queries: Queries): Promise<readonly Dossier[]> {
  return dossiers(queries, 'where is_open = 1 order by number desc');
}

export async function recentDossiers(queries: Queries, limit: number): Promise<readonly Dossier[]> {
  return dossiers(queries, 'order by number desc limit ?', [limit]);
}

export async function incidentOfCard(
  queries: Queries,
  channel: string,
  ts: string,
): Promise<string | undefined> {
  const [row] = await queries.query<{ id: string }>(
    'select id from incidents where card_channel = ? and card_ts = ? order by number desc limit 1',
    [channel, ts],
  );
  return row?.id;
}

/** Writes the row; `newAlerts` are those not yet known to be this incident's. */
export async function saveDossier(
  queries: Queries,
  dossier: Dossier,
  newAlerts: readonly string[],
  at: number,
): Promise<void> {
  const card = dossier.messages.card;
  await queries.query(
    `insert into incidents (id, number, service, environment, is_open, card_channel, card_ts,
       saved_at, dossier)
     values ${placeholders(9)}
     on conflict (id) do update set number = excluded.number, service = excluded.service,
       environment = excluded.environment, is_open = excluded.is_open,
       card_channel = excluded.card_channel, card_ts = excluded.card_ts,
       saved_at = excluded.saved_at, dossier = excluded.dossier`,
    [
      dossier.id,
      dossier.number,
      dossier.service,
      dossier.environment,
      isOpen(dossier.phase) ? 1 : 0,
      card?.channel ?? null,
      card?.ts ?? null,
      at,
      JSON.stringify(dossier),
    ],
  );
  for (const alert of newAlerts) {
    await queries.query(
      `insert into incident_alerts (alert, incident, number) values (?, ?, ?)
       on conflict (alert, incident) do nothing`,
      [alert, dossier.id, dossier.number],
    );
  }
}
