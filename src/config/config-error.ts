/**
 * Why pg-usher does not start: one sentence for each mistake, all of them at once. Whoever starts
 * the service prints `message` without a stack. No sentence contains a secret's value.
 */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[], options?: ErrorOptions) {
    super(mistakes.map((sentence) => `- ${sentence}`).join('\n'), options);
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}
