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

/**
 * pg's connection with two guards between the socket and the parser: the size and the shape of each
 * message are checked before the parser has it, and an exception of the parser closes this socket
 * instead of ending the process (the parser runs in a socket's event handler, where nobody else
 * could catch it).
 */
export class GuardedConnection extends pg.Connection {
  readonly #maxMessageBytes: number;

  constructor(config: pg.ConnectionConfig, maxMessageBytes: number) {
    super(config);
    this.#maxMessageBytes = maxMessageBytes;
  }

  override attachListeners(socket: Duplex): void {
    const guard = new FrameGuard(this.#maxMessageBytes);
    // pg's parser subscribes to `data` and `end` and uses nothing else of the stream.
    const checked = new EventEmitter();
    super.attachListeners(checked);
    socket.on('data', (chunk: Buffer) => {
      const refusal = guard.inspect(chunk);
      if (refusal !== undefined) {
        socket.destroy(refused(refusal));
        return;
      }
      try {
        checked.emit('data', chunk);
      } catch (error) {
        socket.destroy(new ProtocolViolation(error));
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
