import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { errorCode } from '../common/error-code.js';
import { ActRecords, WATCH_SECONDS } from './act-records.js';

const BEAT_MS = 5000;

/**
 * Keeps the acts of this process marked as running, and gives those that nobody runs any more (a
 * process was killed, a machine was lost) the outcome `unknown`, whichever instance they were of.
 *
 * That is done no sooner than a watch's length after the store was first reached, at the start or
 * after it was away: the other processes have said by then what they run. Where one of them was
 * held up for longer, its act is closed too early; its real outcome follows, and the last outcome
 * of an act counts.
 */
@Injectable()
export class ActWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Audit');
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;
  /** Since when the store has been there at each beat; on the clock of `performance.now()`. */
  #steadySince: number | undefined;
  #lastBeat = -Infinity;

  constructor(private readonly records: ActRecords) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.beat(), BEAT_MS).unref();
    void this.beat();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
  }

  /** One look. Never rejects: what fails is tried again at the next one. */
  beat(): Promise<void> {
    return (this.#beating ??= this.#look()
      .catch((error: unknown) => {
        if (this.#steadySince !== undefined) {
          this.#logger.warn(
            `Which acts still run cannot be written at the moment (${errorCode(error) ?? 'no code'}).`,
          );
        }
        this.#steadySince = undefined;
      })
      .finally(() => {
        this.#beating = undefined;
      }));
  }

  async #look(): Promise<void> {
    await this.records.watch();
    const now = performance.now();
    const gap = now - this.#lastBeat > WATCH_SECONDS * 1000;
    if (gap || this.#steadySince === undefined) this.#steadySince = now;
    this.#lastBeat = now;
    if (now - this.#steadySince < WATCH_SECONDS * 1000) return;
    let total = 0;
    for (let more = true; more;) {
      const found = await this.records.closeUnwatched();
      total += found.closed;
      ({ more } = found);
    }
    if (total > 0) {
      this.#logger.warn(
        `How ${String(total)} acts ended is not known: the process that ran them is gone. The audit says so.`,
      );
    }
  }
}
