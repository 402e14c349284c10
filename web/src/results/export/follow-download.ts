import { ProblemError } from '@pg-usher/sdk';
import { waitForIt } from '../../app/attendance.ts';
import { client } from '../../client.ts';
import { placedId } from '../../runs/placed-id.ts';
import { type Download, refusalIn, saveDownload } from './downloads.ts';

const POLL_MS = 700;
/** How long the run may take to be known after the form went. */
const BEGIN_PATIENCE_MS = 20_000;
/** How long the frame stays behind a run that went well: the last bytes may be on their way. */
const FRAME_MS = 60_000;

export interface DownloadProgress {
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly rows: number;
  readonly bytes: number;
  readonly elapsedMs: number;
  /** Why it failed. */
  readonly detail?: string;
}

/** Has a download saved, and tells how it goes until it is over. Never rejects. */
export async function followDownload(
  download: Download,
  tell: (progress: DownloadProgress) => void,
): Promise<void> {
  const frame = saveDownload(download);
  const done = waitForIt();
  const begin = performance.now();
  let last: DownloadProgress = { state: 'running', rows: 0, bytes: 0, elapsedMs: 0 };
  while (last.state === 'running') {
    tell(last);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    last = await look(download, frame, { last, waitedMs: performance.now() - begin });
  }
  done();
  tell(last);
  setTimeout(() => {
    frame.remove();
  }, FRAME_MS);
}

/** The service answers once PostgreSQL has, or after ten seconds. */
export async function cancelDownload({ instance, executionId }: Download): Promise<void> {
  await client.call('cancelExecution', { path: { id: placedId(instance, executionId) } });
}

interface Before {
  readonly last: DownloadProgress;
  readonly waitedMs: number;
}

async function look(
  { instance, executionId }: Download,
  frame: HTMLIFrameElement,
  { last, waitedMs }: Before,
): Promise<DownloadProgress> {
  const refusal = refusalIn(frame);
  try {
    const run = await client.call('getExecution', {
      path: { id: placedId(instance, executionId) },
      query: { activity: 'false' },
    });
    const { rows, bytes, elapsedMs, outcome, problem } = run;
    if (run.state !== 'ended') return { state: 'running', rows, bytes, elapsedMs };
    if (outcome === 'ok') return { state: 'done', rows, bytes, elapsedMs };
    const state = outcome === 'cancelled' ? 'cancelled' : 'failed';
    return { state, rows, bytes, elapsedMs, detail: problem?.detail ?? refusal ?? UNKNOWN };
  } catch (error) {
    if (refusal !== undefined) return { ...last, state: 'failed', detail: refusal };
    if (!(error instanceof ProblemError)) return last;
    if (error.status === 404 && waitedMs < BEGIN_PATIENCE_MS) return last;
    return { ...last, state: 'failed', detail: error.status === 404 ? NEVER_BEGAN : error.detail };
  }
}

const UNKNOWN = 'The service did not say why. The file is not whole; delete it.';
const NEVER_BEGAN =
  'The browser did not begin to fetch the file. It may block downloads of this site; allow them in its settings and export again.';
