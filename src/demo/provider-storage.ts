import type { Adapter, AdapterPayload, ClientMetadata } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  expiresAt: number;
}

/**
 * What the identity provider remembers, in memory. Unlike the provider's own it says no warning,
 * is not shared between providers, and has clients that can change while it runs.
 */
export class ProviderStorage {
  readonly #entries = new Map<string, Entry>();
  readonly #clients = new Map<string, ClientMetadata>();

  setClient(client: ClientMetadata): void {
    this.#clients.set(client.client_id, client);
  }

  /** The storage of one kind of thing, as the provider wants it. */
  adapterFor(kind: string): Adapter {
    const key = (id: string): string => `${kind}:${id}`;
    return {
      find: (id) =>
        Promise.resolve(kind === 'Client' ? this.#clients.get(id) : this.#find(key(id))),
      findByUid: (uid) => Promise.resolve(this.#search(kind, (payload) => payload.uid === uid)),
      findByUserCode: (code) =>
        Promise.resolve(this.#search(kind, (payload) => payload.userCode === code)),
      upsert: (id, payload, expiresIn) => {
        this.#forgetExpired();
        const expiresAt = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000;
        this.#entries.set(key(id), { payload, expiresAt });
        return Promise.resolve();
      },
      consume: (id) => {
        const payload = this.#find(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
        return Promise.resolve();
      },
      destroy: (id) => {
        this.#entries.delete(key(id));
        return Promise.resolve();
      },
      revokeByGrantId: (grantId) => {
        for (const [name, { payload }] of this.#entries) {
          if (payload.grantId === grantId) this.#entries.delete(name);
        }
        return Promise.resolve();
      },
    };
  }

  #find(name: string): AdapterPayload | undefined {
    const entry = this.#entries.get(name);
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
  }

  #search(kind: string, matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [name, { payload, expiresAt }] of this.#entries) {
      if (name.startsWith(`${kind}:`) && expiresAt > Date.now() && matches(payload)) return payload;
    }
    return undefined;
  }

  #forgetExpired(): void {
    const now = Date.now();
    for (const [name, { expiresAt }] of this.#entries) {
      if (expiresAt <= now) this.#entries.delete(name);
    }
  }
}
