/**
 * The response that passport gets in place of the real one. passport redirects by writing to a
 * Node response behind the framework's back; this takes the address, and the framework answers.
 */
export class RedirectCapture {
  statusCode = 200;
  /** Settles when passport redirects; never, when it does something else. */
  readonly location: Promise<string>;
  readonly #headers = new Map<string, string>();
  #resolve: (location: string) => void = () => undefined;

  constructor() {
    this.location = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  setHeader(name: string, value: string): void {
    this.#headers.set(name.toLowerCase(), value);
  }

  end(): void {
    const location = this.#headers.get('location');
    if (location !== undefined) this.#resolve(location);
  }
}
