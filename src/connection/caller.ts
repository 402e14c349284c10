import type { OAuthPrincipal, Principal } from '../auth/principal.js';
import type { ServerDefinition } from '../servers/server-definition.js';

/**
 * Somebody who passed steps 1 to 3 for one passthrough server. Only the gate makes one, and a
 * connection with the proxy certificate is made for nothing else, so no call can leave these
 * steps out.
 */
export class PassthroughCaller {
  readonly #passed = true;

  private constructor(
    readonly person: OAuthPrincipal,
    readonly server: ServerDefinition,
  ) {}

  /** For the gate, after its third step. */
  static afterStepThree(person: OAuthPrincipal, server: ServerDefinition): PassthroughCaller {
    return new PassthroughCaller(person, server);
  }

  get passed(): boolean {
    return this.#passed;
  }
}

/**
 * Somebody who may use a server without passthrough, whoever they are: its one stored user. Such
 * a connection never gets the proxy certificate.
 */
export class StoredCaller {
  readonly #passed = true;

  private constructor(
    readonly person: Principal,
    readonly server: ServerDefinition,
  ) {}

  /** For the gate, after its second step, where the toggle is off. */
  static afterStepTwo(person: Principal, server: ServerDefinition): StoredCaller {
    return new StoredCaller(person, server);
  }

  get passed(): boolean {
    return this.#passed;
  }
}

/** Who may be connected, and how; the definition's toggle alone decides which of the two. */
export type DatabaseCaller = PassthroughCaller | StoredCaller;
