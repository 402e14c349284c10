import { quoteName, quoteText } from '../sql/quoting.js';

/** Storage parameters (`name=value`) as WITH takes them. */
export function storageParameters(options: readonly string[]): string {
  return options
    .map((option) => {
      const [name, value] = splitOption(option);
      const bare = /^-?\d+(?:\.\d+)?$/.test(value) || quoteName(value) === value;
      return `${name.split('.').map(quoteName).join('.')}=${bare ? value : quoteText(value)}`;
    })
    .join(', ');
}

/** Options of a foreign table or column (`name=value`) as OPTIONS takes them. */
export function foreignOptions(options: readonly string[]): string {
  return options
    .map((option) => {
      const [name, value] = splitOption(option);
      return `${quoteName(name)} ${quoteText(value)}`;
    })
    .join(', ');
}

/** PostgreSQL refuses names with an equals sign in them. */
export function splitOption(option: string): [name: string, value: string] {
  const at = option.indexOf('=');
  return at === -1 ? [option, ''] : [option.slice(0, at), option.slice(at + 1)];
}
