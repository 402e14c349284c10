import type { ParameterStatusMessage } from './pg-internals.js';
import type { Session } from './session.js';

/** A statement changed the encoding in which PostgreSQL sends its answers. */
export class EncodingChanged extends Error {
  override readonly name = 'EncodingChanged';
}

/**
 * Ends a session whose `client_encoding` becomes another than UTF-8, in which every answer of this
 * service is: bytes of another encoding would be taken for it (PostgreSQL 18, section 23.3.3).
 * PostgreSQL reports the change by itself (section 54.2.7).
 */
export function watchEncoding({ client }: Session): void {
  client.connection.on('parameterStatus', (message: ParameterStatusMessage) => {
    if (message.parameterName !== 'client_encoding' || message.parameterValue === 'UTF8') return;
    const changed = new EncodingChanged();
    client.connection.emit('error', changed);
    client.connection.stream.destroy(changed);
  });
}
