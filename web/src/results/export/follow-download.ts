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
  let last: Progress = { state: 'running', rows: 0, bytes: 0, elapsedMs: 0, hasBegun: false };
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

interface Progress extends DownloadProgress {
  /** Whether the service has known the run. */
  readonly hasBegun: boolean;
}

interface Before {
  readonly last: Progress;
  readonly waitedMs: number;
}

async function look(
  { instance, executionId }: Download,
  frame: HTMLIFrameElement,
  { last, waitedMs }: Before,
): Promise<Progress> {
  const refusal = refusalIn(frame);
  try {
    const run = await client.call('getExecution', {
      path: { id: placedId(instance, executionId) },
      query: { activity: 'false' },
    });
    const { rows, bytes, elapsedMs, outcome, problem } = run;
    const progress = { rows, bytes, elapsedMs, hasBegun: true };
    if (run.state !== 'ended') return { ...progress, state: 'running' };
    if (outcome === 'ok') return { ...progress, state: 'done' };
    const state = outcome === 'cancelled' ? 'cancelled' : 'failed';
    return { ...progress, state, detail: problem?.detail ?? refusal ?? UNKNOWN };
  } catch (error) {
    if (refusal !== undefined) return { ...last, state: 'failed', detail: refusal };
    if (!(error instanceof ProblemError)) return last;
    if (error.status === 404 && last.hasBegun) return { ...last, state: 'failed', detail: GONE };
    if (error.status === 404 && waitedMs < BEGIN_PATIENCE_MS) return last;
    return { ...last, state: 'failed', detail: error.status === 404 ? NEVER_BEGAN : error.detail };
  }
}

const UNKNOWN = 'The service did not say why. The file is not whole; delete it.';
const GONE =
  'pg-usher does not know this run any more: it was restarted. The file is not whole; delete it, and export again.';
const NEVER_BEGAN =
  'The browser did not begin to fetch the file. It may block downloads of this site; allow them in its settings and export again.';
