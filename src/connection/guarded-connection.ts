import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { FrameGuard, type Refusal } from './frame-guard.js';
import './pg-internals.js';

/** A backend message is larger than this service reads; the socket is closed before it is. */
export class OversizedMessage extends Error {
  constructor(readonly announcedBytes: number) {
    super('A message from PostgreSQL is larger than the limit.');
    this.name = 'OversizedMessage';
  }
}

/** The server broke the protocol. */
export class ProtocolViolation extends Error {
  constructor(cause?: unknown) {
    super('PostgreSQL sent bytes that are not its protocol.', { cause });
    this.name = 'ProtocolViolation';
  }
}

/** Who takes the rows of the statement that runs. */
export interface RowTaker {
  /** @param bytes whole DataRow messages, one behind the other; not to be written to */
  takeRows(bytes: Buffer, count: number): void;
}

/**
 * pg's connection with a guard between the socket and the parser: the size and the shape of each
 * message are checked before anybody has it, and an exception of the parser closes this socket
 * instead of ending the process (the parser runs in a socket's event handler, where nobody else
 * could catch it). Rows go to whoever takes them as the bytes they are; the rest goes to the parser,
 * in the same order.
 */
export class GuardedConnection extends pg.Connection {
  readonly #maxMessageBytes: number;
  /** Set by the statement that runs. Without one no row is due. */
  rowTaker: RowTaker | undefined;

  constructor(config: pg.ConnectionConfig, maxMessageBytes: number) {
    super(config);
    this.#maxMessageBytes = maxMessageBytes;
  }

  override attachListeners(socket: Duplex): void {
    const guard = new FrameGuard(this.#maxMessageBytes);
    // pg's parser subscribes to `data` and `end` and uses nothing else of the stream.
    const checked = new EventEmitter();
    super.attachListeners(checked);
    const target = {
      rows: (bytes: Buffer, count: number): void => {
        if (this.rowTaker === undefined) throw new ProtocolViolation();
        this.rowTaker.takeRows(bytes, count);
      },
      others: (bytes: Buffer): void => {
        checked.emit('data', bytes);
      },
    };
    socket.on('data', (chunk: Buffer) => {
      try {
        const refusal = guard.read(chunk, target);
        if (refusal !== undefined) socket.destroy(refused(refusal));
      } catch (error) {
        socket.destroy(error instanceof ProtocolViolation ? error : new ProtocolViolation(error));
      }
    });
  }
}

function refused(refusal: Refusal): Error {
  if (refusal.kind === 'oversized') return new OversizedMessage(refusal.announcedBytes);
  return new ProtocolViolation(
    `A message of type ${JSON.stringify(refusal.messageType)} is malformed or was not due.`,
  );
}
