import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { PassthroughConfig } from '../config/config.js';

/**
 * TLS for servers without passthrough: verifies with the configured root where there is one, else
 * with the public ones, and holds no client certificate, so that the proxy certificate cannot
 * leave by this way.
 */
export class StoredTls {
  private constructor(readonly secureContext: SecureContext) {}

  static async load(files: PassthroughConfig | undefined): Promise<StoredTls> {
    const ca = files === undefined ? undefined : await readFile(files.rootCertFile);
    return new StoredTls(
      createSecureContext({ minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) }),
    );
  }
}
