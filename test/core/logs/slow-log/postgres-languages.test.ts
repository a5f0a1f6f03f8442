import { describe, expect, it } from 'vitest';
import { readPostgres } from './postgres-read.ts';

/** What a server says of one run, in the words of its language. */
const languages: Readonly<Record<string, { readonly [what: string]: string }>> = {
  German: {
    log: 'LOG',
    error: 'FEHLER',
    statement: 'ANWEISUNG',
    timed: 'Dauer: 5.250 ms  Anweisung: SELECT 1',
    executed: 'Dauer: 6.000 ms  Ausführen S_1/C_2: SELECT 2',
    step: 'Dauer: 1.000 ms  Binden S_1: SELECT 2',
    announced: 'Anweisung: SELECT 3',
    bare: 'Dauer: 7.000 ms',
    file: 'temporäre Datei: Pfad »base/pgsql_tmp/x.0«, Größe 1400000',
    waited: 'Prozess 1 wartet immer noch auf ShareLock-Sperre auf Transaktion 7 nach 1000,100 ms',
    cancelled: 'storniere Anfrage wegen Zeitüberschreitung der Anfrage',
    deadlock: 'Verklemmung (Deadlock) entdeckt',
  },
  French: {
    log: 'LOG',
    error: 'ERREUR',
    statement: 'INSTRUCTION ',
    timed: 'durée : 5.250 ms, instruction : SELECT 1',
    executed: 'durée : 6.000 ms  exécute S_1/C_2: SELECT 2',
    step: 'durée : 1.000 ms, lien S_1 : SELECT 2',
    announced: 'instruction : SELECT 3',
    bare: 'durée : 7.000 ms',
    file: 'fichier temporaire : chemin « base/pgsql_tmp/x.0 », taille 1400000',
    waited:
      'le processus 1 est toujours en attente de ShareLock sur transaction 7 après 1000.100 ms',
    cancelled: "annulation de la requête à la demande de l'utilisateur",
    deadlock: 'interblocage (deadlock) détecté',
  },
  Spanish: {
    log: 'LOG',
    error: 'ERROR',
    statement: 'SENTENCIA',
    timed: 'duración: 5.250 ms  sentencia: SELECT 1',
    executed: 'duración: 6.000 ms  ejecutar S_1/C_2: SELECT 2',
    step: 'duración: 1.000 ms  bind S_1: SELECT 2',
    announced: 'sentencia: SELECT 3',
    bare: 'duración: 7.000 ms',
    file: 'archivo temporal: ruta «base/pgsql_tmp/x.0», tamaño 1400000',
    waited: 'el proceso 1 aún espera ShareLock en transacción 7 después de 1000.100 ms',
    cancelled: 'cancelando la sentencia debido a una petición del usuario',
    deadlock: 'se ha detectado un deadlock',
  },
  Italian: {
    log: 'LOG',
    error: 'ERRORE',
    statement: 'ISTRUZIONE',
    timed: 'durata: 5.250 ms  istruzione: SELECT 1',
    executed: 'durata: 6.000 ms  esecuzione di S_1/C_2: SELECT 2',
    step: 'durata: 1.000 ms  analisi di S_1: SELECT 2',
    announced: 'istruzione: SELECT 3',
    bare: 'durata: 7.000 ms',
    file: 'file temporaneo: percorso "base/pgsql_tmp/x.0", dimensione 1400000',
    waited: 'il processo 1 è ancora un attesa di ShareLock su transazione 7 dopo 1000.100 ms',
    cancelled: "annullamento dell'istruzione su richiesta dell'utente",
    deadlock: 'rilevato deadlock',
  },
  Japanese: {
    log: 'LOG',
    error: 'ERROR',
    statement: '文',
    timed: '期間: 5.250 ミリ秒  文: SELECT 1',
    executed: '期間: 6.000 ミリ秒  実行 S_1/C_2: SELECT 2',
    step: '期間: 1.000 ミリ秒  バインド S_1: SELECT 2',
    announced: '文: SELECT 3',
    bare: '期間: 7.000 ミリ秒',
    file: '一時ファイル: パス "base/pgsql_tmp/x.0"、サイズ 1400000',
    waited: 'プロセス1はShareLockをトランザクション 7で待機しています。1000.100ミリ秒後',
    cancelled: 'ユーザーからの要求により文をキャンセルしています',
    deadlock: 'デッドロックを検出しました',
  },
  Korean: {
    log: '로그',
    error: '오류',
    statement: '명령 구문',
    timed: '실행시간: 5.250 ms  명령 구문: SELECT 1',
    executed: '수행시간: 6.000 ms  쿼리실행 S_1/C_2: SELECT 2',
    step: '실행시간: 1.000 ms  S_1 접속: SELECT 2',
    announced: '명령 구문: SELECT 3',
    bare: '실행시간: 7.000 ms',
    file: '임시 파일: 경로 "base/pgsql_tmp/x.0", 크기 1400000',
    waited: '1 PID 프로세스에서 여전히 ShareLock(트랜잭션 7) 작업을 기다리고 있음(1000.100ms 후)',
    cancelled: '사용자 요청에 의해 작업을 취소합니다.',
    deadlock: 'deadlock 발생했음',
  },
  Russian: {
    log: 'СООБЩЕНИЕ',
    error: 'ОШИБКА',
    statement: 'ОПЕРАТОР',
    timed: 'продолжительность: 5.250 мс, оператор: SELECT 1',
    executed: 'продолжительность: 6.000 мс  выполнение S_1/C_2: SELECT 2',
    step: 'продолжительность: 1.000 мс, разбор S_1: SELECT 2',
    announced: 'оператор: SELECT 3',
    bare: 'продолжительность: 7.000 мс',
    file: 'временный файл: путь "base/pgsql_tmp/x.0", размер 1400000',
    waited: 'процесс 1 продолжает ожидать в режиме ShareLock блокировку "7" в течение 1000.100 мс',
    cancelled: 'выполнение оператора отменено по запросу пользователя',
    deadlock: 'обнаружена взаимоблокировка',
  },
  Chinese: {
    log: '日志',
    error: '错误',
    statement: '语句',
    timed: '执行时间: 5.250 ms 语句: SELECT 1',
    executed: '执行时间: 6.000 ms 执行S_1/C_2: SELECT 2',
    step: '执行时间: 1.000 ms 绑定S_1: SELECT 2',
    announced: '语句: SELECT 3',
    bare: '执行时间: 7.000 ms',
    waited: '进程1在1000.100 ms仍然等待在事务 7上的ShareLock',
    cancelled: '由于用户请求而正在取消查询',
  },
};

const stamp = '2026-11-22 07:34:01.250 UTC';
const run = (said: { readonly [what: string]: string }) => {
  const error = new Set(['cancelled', 'deadlock']);
  const order = ['timed', 'step', 'executed', 'announced', 'bare', 'waited', 'file'];
  return [...order, 'cancelled', 'deadlock'].flatMap((what) => {
    const text = said[what];
    return text === undefined ? [] : [{ level: said[error.has(what) ? 'error' : 'log'], text }];
  });
};
const happened = ['lock-wait', 'temp-file', 'cancelled', 'deadlock'];

describe.each(Object.entries(languages))('a server that speaks %s', (_language, said) => {
  const statements = [
    { durationUs: 5_250, statement: 'SELECT 1' },
    { durationUs: 6_000, statement: 'SELECT 2' },
    { durationUs: 7_000, statement: 'SELECT 3' },
  ];
  const expected = (of: ReturnType<typeof readPostgres>) => {
    expect(of.statements.toSorted((a, b) => a.durationUs - b.durationUs)).toMatchObject(statements);
    const kinds = of.happenings.map(({ kind }) => kind);
    const known = happened.filter(
      (kind) => (kind !== 'temp-file' || said.file) && (kind !== 'deadlock' || said.deadlock),
    );
    expect(kinds).toEqual(known);
    expect(of.happenings[0]?.amount).toBe(1_000.1);
    expect(of.unread).toEqual([]);
  };

  it('is understood in a text log', () => {
    const lines = run(said).map(({ level, text }) => `${stamp} [1] app@shop ${level}:  ${text}\n`);
    expected(readPostgres(lines.join('')));
  });

  it('is understood in a csv log', () => {
    const lines = run(said).map(({ level, text }) => {
      const message = `"${text.replaceAll('"', '""')}"`;
      return `${stamp},"app","shop",1,"10.0.0.1:5",6b.1,1,"x",${stamp},3/1,0,${level},00000,${message},,,,,,,,,"app"\n`;
    });
    expected(readPostgres(lines.join('')));
  });

  it('is understood in a json log', () => {
    const lines = run(said).map(
      ({ level, text }) =>
        `${JSON.stringify({ timestamp: stamp, pid: 1, error_severity: level, message: text })}\n`,
    );
    expected(readPostgres(lines.join('')));
  });

  it('names the statement of what happened', () => {
    const { happenings } = readPostgres(
      `${stamp} [1] ${said.error}:  ${said.cancelled}\n${stamp} [1] ${said.statement}:  SELECT 7\n`,
    );
    expect(happenings).toMatchObject([{ kind: 'cancelled', statement: 'SELECT 7' }]);
  });
});

it('what an English server says is never taken for another language', () => {
  const { statements, happenings } = readPostgres(
    ['connection authorized: user=app', 'archived transaction log', 'terminating walsender']
      .map((text) => `${stamp} [1] LOG:  ${text} Dauer: 5.000 ms  Anweisung: SELECT 1\n`)
      .join(''),
  );
  expect(statements).toEqual([]);
  expect(happenings).toEqual([]);
});
