const REPAIRED =
  "Some values have bytes that are not UTF-8, as a database in SQL_ASCII lets in; they stand here as U+FFFD. Select encode(value::bytea, 'hex') to see them.";

/**
 * What the last event warns of, in one text.
 *
 * @param repaired bytes were replaced that are not UTF-8
 */
export function warnings(warning: string | undefined, repaired: boolean): string | undefined {
  if (!repaired) return warning;
  return warning === undefined ? REPAIRED : `${warning} ${REPAIRED}`;
}
