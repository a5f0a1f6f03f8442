import { textOf } from './bytes.ts';
import { type Level, levels } from './postgres-levels.ts';
import { afterSqlState, type Subject, subjects } from './postgres-message.ts';

/**
 * The words a server of another language writes, as PostgreSQL's own translations have them (15, and
 * 9.5 of the Chinese one). A server's language is its `lc_messages`; RDS writes English.
 * https://github.com/postgres/postgres/tree/master/src/backend/po
 */
interface Language {
  /** LOG where it is another word. */
  readonly log?: string;
  /** ERROR, FATAL and PANIC. */
  readonly errors?: string;
  /** STATEMENT; its last word. */
  readonly statement: string;
  /** All other levels and the lines that belong to a message. */
  readonly others: string;
  /** `duration: 1.234 ms`. */
  readonly duration: string;
  /** `statement`, `execute`, and of what is no execution `parse` and `bind`. */
  readonly said: { readonly statement: string; readonly execute: string; readonly steps: string };
  /** `temporary file: path …, size 7`. */
  readonly tempFile?: string;
  readonly waiting?: string;
  readonly acquired?: string;
  readonly deadlock?: string;
  readonly cancelled: string;
  /** A connection begins, or ends. */
  readonly session: string;
}

const languages: readonly Language[] = [
  {
    errors: 'FEHLER PANIK',
    statement: 'ANWEISUNG',
    others: 'HINWEIS WARNUNG TIPP ZUSAMMENHANG ANFRAGE ORT',
    duration: 'Dauer: (N) ms',
    said: { statement: 'Anweisung', execute: 'Ausführen(?: Fetch von)?', steps: 'Parsen|Binden' },
    tempFile: 'temporäre Datei: Pfad .*, Größe (N)',
    waiting: 'Prozess (N) wartet immer noch auf .* nach (N) ms',
    acquired: 'Prozess (N) erlangte .* nach (N) ms',
    deadlock: 'Verklemmung \\(Deadlock\\) entdeckt',
    cancelled: 'storniere Anfrage wegen |Verbindung wird abgebrochen wegen Konflikt',
    session: 'Verbindung empfangen: |Verbindungsende: ',
  },
  {
    statement: 'SENTENCIA',
    others: 'DETALLE CONTEXTO CONSULTA UBICACIÓN',
    duration: 'duración: (N) ms',
    said: {
      statement: 'sentencia',
      execute: 'ejecutar(?: fetch desde)?',
      steps: 'parse:?|bind',
    },
    tempFile: 'archivo temporal: ruta .*, tamaño (N)',
    waiting: 'el proceso (N) aún espera .* después de (N) ms',
    acquired: 'el proceso (N) adquirió .* después de (N) ms',
    deadlock: 'se ha detectado un deadlock',
    cancelled: 'cancelando la sentencia debido a |terminando la conexión debido a un conflicto',
    session: 'conexión recibida: |desconexión: ',
  },
  {
    errors: 'ERREUR',
    statement: 'INSTRUCTION',
    others: 'ATTENTION DÉTAIL ASTUCE CONTEXTE REQUÊTE EMPLACEMENT',
    duration: 'durée : (N) ms',
    said: {
      statement: 'instruction',
      execute: 'exécute(?: fetch à partir de)?',
      steps: 'analyse|lien',
    },
    tempFile: 'fichier temporaire : chemin .*, taille (N)',
    waiting: 'le processus (N) est toujours en attente de .* après (N) ms',
    acquired: 'le processus (N) a acquis .* après (N) ms',
    deadlock: 'interblocage \\(deadlock\\) détecté',
    cancelled: "annulation de la requête à |arrêt de la connexion à cause d'un conflit",
    session: 'connexion reçue : |déconnexion : ',
  },
  {
    errors: 'ERRORE FATALE PANICO',
    statement: 'ISTRUZIONE',
    others: 'NOTIFICA ATTENZIONE DETTAGLI SUGGERIMENTO CONTESTO POSIZIONE',
    duration: 'durata: (N) ms',
    said: {
      statement: 'istruzione',
      execute: 'esecuzione di(?: fetch da)?',
      steps: 'analisi di|bind',
    },
    tempFile: 'file temporaneo: percorso .*, dimensione (N)',
    waiting: 'il processo (N) è ancora un attesa di .* dopo (N) ms',
    acquired: 'il processo (N) ha acquisito .* dopo (N) ms',
    deadlock: 'rilevato deadlock',
    cancelled: "annullamento dell'istruzione |interruzione della connessione a causa di conflitto",
    session: 'connessione ricevuta: |disconnessione: ',
  },
  {
    statement: '文',
    others: '詳細 ヒント 文脈 問い合わせ 場所 バックトレース',
    duration: '期間: (N) ?ミリ秒',
    said: { statement: '文', execute: '(?:取り出し)?実行', steps: 'パース|バインド' },
    tempFile: '一時ファイル: パス .*、サイズ (N)',
    waiting: 'プロセス(N)は.*待機しています。(N)ミリ秒後',
    acquired: 'プロセス(N)は(N) ms後に.*獲得しました',
    deadlock: 'デッドロックを検出しました',
    cancelled:
      '(?:ステートメントの|ロックの|ユーザーからの|リカバリで).*(?:キャンセルしています|接続を終了しています)',
    session: '接続を受け付けました: |接続を切断: ',
  },
  {
    log: '로그',
    errors: '오류 치명적오류 손상',
    statement: '구문',
    others: '디버그 정보 알림 경고 상세정보 힌트 내용 역추적',
    duration: '(?:실행|수행)시간: (N) ms',
    said: {
      statement: '명령 구문',
      execute: '쿼리실행|자료뽑기',
      steps: '[^:]* (?:구문분석|접속)',
    },
    tempFile: '임시 파일: 경로 .*, 크기 (N)',
    waiting: '(N) PID 프로세스에서 여전히 .*\\((N)ms 후\\)',
    acquired: '(N) PID 프로세스가 .*\\((N)ms 후\\)',
    deadlock: 'deadlock 발생했음',
    cancelled:
      '(?:명령실행시간|잠금 대기 시간) 초과로|사용자 요청에 의해|복구 작업 중 충돌(?:이 발생해|로 연결)',
    session: '접속 수락: |연결종료: ',
  },
  {
    log: 'СООБЩЕНИЕ',
    errors: 'ОШИБКА ВАЖНО ПАНИКА',
    statement: 'ОПЕРАТОР',
    others:
      'ОТЛАДКА ИНФОРМАЦИЯ ЗАМЕЧАНИЕ ПРЕДУПРЕЖДЕНИЕ ПОДРОБНОСТИ ПОДСКАЗКА КОНТЕКСТ ЗАПРОС СТЕК',
    duration: 'продолжительность: (N) мс',
    said: {
      statement: 'оператор',
      execute: 'выполнение|выборка из',
      steps: 'разбор|сообщение Bind',
    },
    tempFile: 'временный файл: путь .*, размер (N)',
    waiting: 'процесс (N) продолжает ожидать .* в течение (N) мс',
    acquired: 'процесс (N) получил .* через (N) мс',
    deadlock: 'обнаружена взаимоблокировка',
    cancelled: 'выполнение оператора отменено |закрытие подключения из-за конфликта',
    session: 'принято подключение: |отключение: ',
  },
  {
    log: '日志',
    errors: '错误 致命错误 比致命错误还过分的错误',
    statement: '语句',
    others: '调试 信息 注意 警告 详细信息 提示 查询 上下文 位置',
    duration: '执行时间: (N) ms',
    said: { statement: '语句', execute: '执行(?:FETCH操作)?', steps: '解析|绑定' },
    waiting: '进程(N)在(N) ms仍然等待',
    acquired: '进程(N)在(N) ms后获取',
    cancelled: '由于(?:锁超时|语句执行超时|用户请求|与恢复操作相冲突)',
    session: '断开连接: ',
  },
];

/** Levels by their words in languages other than English. */
export const foreignLevels: ReadonlyMap<string, Level> = new Map(
  languages.flatMap(({ log = '', errors = '', statement, others }) => [
    ...worded(log, levels.log),
    ...worded(errors, levels.error),
    ...worded(statement, levels.statement),
    ...worded(others, levels.other),
  ]),
);

function worded(words: string, level: Level): [string, Level][] {
  return words
    .split(' ')
    .flatMap((word): [string, Level][] => (word === '' ? [] : [[word, level]]));
}

/** A message's beginning, and the English for it: what follows is the same in every language. */
type Said = readonly [RegExp, (...groups: string[]) => string];

const sayings: readonly Said[] = languages.flatMap((language): Said[] => {
  const { duration, said, tempFile, waiting, acquired, deadlock, cancelled, session } = language;
  const named = String.raw`\s?((?:<\S{1,20}>|[^:\s][^:]{0,200}?)) ?: `;
  return [
    [begins(`${duration}$`), (ms) => `duration: ${ms} ms`],
    [begins(`${duration},? +(?:${said.statement}) ?: `), (ms) => `duration: ${ms} ms  statement: `],
    [
      begins(`${duration},? +(?:${said.execute})${named}`),
      (ms, name) => `duration: ${ms} ms  execute ${name}: `,
    ],
    [begins(`${duration},? +(?:${said.steps})`), (ms) => `duration: ${ms} ms  parse `],
    [begins(`${duration},? +`), (ms) => `duration: ${ms} ms  `],
    [begins(`(?:${said.statement}) ?: `), () => 'statement: '],
    [begins(`(?:${said.execute})${named}`), (name) => `execute ${name}: `],
    ...(tempFile
      ? [[begins(tempFile), (size) => `temporary file: path , size ${size}`] satisfies Said]
      : []),
    ...(waiting ? [waitSaid(waiting, 'still waiting for')] : []),
    ...(acquired ? [waitSaid(acquired, 'acquired')] : []),
    ...(deadlock ? [[begins(deadlock), () => 'deadlock detected'] satisfies Said] : []),
    [begins(`(?:${cancelled})`), () => 'canceling statement due to '],
    [begins(`(?:${session})`), () => 'connection received: '],
  ];
});

function waitSaid(pattern: string, what: string): Said {
  return [
    begins(pattern),
    (pid, ms = '') => `process ${pid} ${what} a lock after ${ms.replace(',', '.')} ms`,
  ];
}

function begins(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('(N)', String.raw`(\d+(?:[.,]\d+)?)`)}`);
}

/** More of a message than this says nothing of what it is. */
const longestSaying = 600;
const startLength = 6;

/** What such a message begins with, where that is ASCII; no English message for a reader does. */
const starts = new Set(
  [
    ...['Dauer:', 'Anweis', 'Ausfü', 'tempor', 'Prozes', 'Verkle', 'storni', 'Verbin'],
    ...['duraci', 'senten', 'ejecut', 'archiv', 'el pro', 'se ha ', 'cancel', 'termin', 'conexi'],
    ...['descon', 'durée', 'instru', 'exécu', 'fichie', 'le pro', 'interb', 'annula', 'arrêt'],
    ...['connex', 'décon', 'durata', 'istruz', 'esecuz', 'file t', 'il pro', 'rileva', 'annull'],
    ...['interr', 'connes', 'discon', 'deadlo'],
  ].map((start) => latin(new TextEncoder().encode(start), 0)),
);

function latin(bytes: Uint8Array, from: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + startLength));
}

/** Is it worth asking for the English? A failure is one in any language, but not what it was. */
export function mayBeForeign(level: Level, subject: Subject): boolean {
  return level === levels.log ? subject === subjects.none : level === levels.error;
}

/**
 * The message in English as far as a reader cares, where it is known in another language: its
 * beginning replaced, what follows as it was.
 */
export function inEnglish(bytes: Uint8Array, from: number, to: number): Uint8Array | undefined {
  const at = afterSqlState(bytes, from, to);
  if ((bytes[at] ?? 0) < 0x80 && !isNumber(bytes[at]) && !starts.has(latin(bytes, at))) {
    return undefined;
  }
  const text = textOf(bytes, at, Math.min(to, at + longestSaying));
  for (const [pattern, english] of sayings) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const encoder = new TextEncoder();
    const beginning = encoder.encode(english(...found.slice(1)));
    const rest = bytes.subarray(at + encoder.encode(found[0]).length, to);
    const whole = new Uint8Array(beginning.length + rest.length);
    whole.set(beginning);
    whole.set(rest, beginning.length);
    return whole;
  }
  return undefined;
}

/** Korean begins some with the number of a process. */
function isNumber(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
