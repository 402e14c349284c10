import { qualify, quoteName } from '../sql/quoting.js';
import type { CatalogPersistence } from './relation-description.dto.js';
import type { CatalogSequenceDto } from './relation-parts.dto.js';

export function createSequence(
  sequence: CatalogSequenceDto,
  persistence: CatalogPersistence,
): string {
  const { schema, name, type } = sequence;
  const unlogged = persistence === 'unlogged' ? 'UNLOGGED ' : '';
  return [
    `CREATE ${unlogged}SEQUENCE ${qualify(schema, name)}`,
    ...(type === 'bigint' ? [] : [`AS ${type}`]),
    ...numbers(sequence),
  ].join('\n  ');
}

/** Has the sequence dropped with the column that it fills. */
export function ownSequence({ schema, name, ownedBy }: CatalogSequenceDto): string[] {
  if (ownedBy === null) return [];
  const column = `${qualify(ownedBy.schema, ownedBy.relation)}.${quoteName(ownedBy.column)}`;
  return [`ALTER SEQUENCE ${qualify(schema, name)} OWNED BY ${column}`];
}

/** The parenthesis behind GENERATED … AS IDENTITY: what is not as PostgreSQL chooses it. */
export function identityOptions(sequence: CatalogSequenceDto): string {
  const { schema, name, ownedBy } = sequence;
  const usual =
    ownedBy !== null &&
    schema === ownedBy.schema &&
    name === `${ownedBy.relation}_${ownedBy.column}_seq`;
  const options = [
    ...(usual ? [] : [`SEQUENCE NAME ${qualify(schema, name)}`]),
    ...numbers(sequence),
  ];
  return options.length === 0 ? '' : ` (${options.join(' ')})`;
}

const BITS: Readonly<Record<string, bigint>> = { smallint: 15n, integer: 31n, bigint: 63n };

/** Only what differs from PostgreSQL's choice, which depends on type and direction. */
function numbers(sequence: CatalogSequenceDto): string[] {
  const limit = 2n ** (BITS[sequence.type] ?? 63n);
  const down = sequence.increment.startsWith('-');
  const minimum = String(down ? -limit : 1n);
  const maximum = String(down ? -1n : limit - 1n);
  const start = down ? sequence.maximum : sequence.minimum;
  return [
    ...(sequence.increment === '1' ? [] : [`INCREMENT BY ${sequence.increment}`]),
    ...(sequence.minimum === minimum ? [] : [`MINVALUE ${sequence.minimum}`]),
    ...(sequence.maximum === maximum ? [] : [`MAXVALUE ${sequence.maximum}`]),
    ...(sequence.start === start ? [] : [`START WITH ${sequence.start}`]),
    ...(sequence.cache === '1' ? [] : [`CACHE ${sequence.cache}`]),
    ...(sequence.cycle ? ['CYCLE'] : []),
  ];
}
