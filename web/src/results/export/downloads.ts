import { client } from '../../client.ts';

/** The statement to run again, and where. */
export interface ExportSource {
  readonly serverId: string;
  readonly database: string;
  /** The connection to run it on, for what only that one sees: a transaction, temporary tables. */
  readonly databaseSessionId?: string | undefined;
  readonly sql: string;
}

export interface ExportOptions {
  readonly format: 'csv' | 'ndjson' | 'json';
  /** Without an extension. */
  readonly filename: string;
  readonly header: boolean;
  readonly delimiter: ',' | ';' | '|' | 'tab';
  readonly bom: boolean;
  readonly escapeFormulas: boolean;
}

export interface Download {
  readonly id: string;
  readonly instance: string;
  readonly executionId: string;
  readonly url: string;
}

const LONGEST_MS = 24 * 60 * 60 * 1000;

/** Notes a download with the service; it runs once `saveDownload` asks for it. */
export function createDownload(source: ExportSource, options: ExportOptions): Promise<Download> {
  const { serverId, database, databaseSessionId: id, sql } = source;
  const { format, filename, ...csv } = options;
  // More time than the service allows is what it allows.
  const wanted = { sql, timeoutMs: LONGEST_MS, format, filename, ...(format === 'csv' ? csv : {}) };
  return id === undefined
    ? client.call('createDownload', { body: { serverId, database, ...wanted } })
    : client.call('createSessionDownload', { path: { id }, body: wanted });
}

/**
 * Has the browser fetch a file and save it as it comes: a form, since that is a POST, in a frame of
 * its own, since an answer that is not a file would take the place of the page.
 *
 * @returns the frame, to be removed when all is over
 */
export function saveDownload({ id, url }: Download): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.name = `download-${id}`;
  frame.hidden = true;
  frame.title = 'Download';
  const form = document.createElement('form');
  form.method = 'post';
  form.action = url;
  form.target = frame.name;
  form.hidden = true;
  document.body.append(frame, form);
  form.submit();
  form.remove();
  return frame;
}

/** What a refused download answered in its frame, in the service's words. */
export function refusalIn(frame: HTMLIFrameElement): string | undefined {
  const text = frame.contentDocument?.body.textContent ?? '';
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem !== 'object' || problem === null || !('detail' in problem)) return undefined;
    return String(problem.detail);
  } catch {
    return undefined;
  }
}
