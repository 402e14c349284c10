/**
 * Operators by their full names; an operator of the person's own could take the place of a bare one.
 * They all bind alike, more tightly than AND, OR and NOT.
 */
export const EQ = 'operator(pg_catalog.=)';
export const NE = 'operator(pg_catalog.<>)';
export const GT = 'operator(pg_catalog.>)';
export const GE = 'operator(pg_catalog.>=)';
export const LE = 'operator(pg_catalog.<=)';
export const JOIN_TEXT = 'operator(pg_catalog.||)';
/** ILIKE. */
export const LIKE = 'operator(pg_catalog.~~*)';
export const MATCHES = 'operator(pg_catalog.~)';

/** An oid as `regclass` writes it, for `classoid` and its like. */
export function classOid(catalog: string): string {
  return `'pg_catalog.${catalog}'::pg_catalog.regclass`;
}

/**
 * The comment on an object.
 *
 * @param catalog where the object is, for example `pg_class`
 * @param column of a relation; 0 is the object itself
 */
export function commentOf(catalog: string, oid: string, column = '0'): string {
  return `(select d.description from pg_catalog.pg_description as d
          where d.classoid ${EQ} ${classOid(catalog)} and d.objoid ${EQ} ${oid}
            and d.objsubid ${EQ} ${column})`;
}

/** Who owns it, by name. */
export function ownerOf(oid: string): string {
  return `pg_catalog.pg_get_userbyid(${oid})`;
}

/**
 * A name, to be compared without regard to case by the rules of the database; a name itself has
 * the C collation, which knows the case of ASCII letters only.
 */
export function searchable(name: string): string {
  return `${name}::pg_catalog.text collate pg_catalog."default"`;
}

/** Whether a schema is PostgreSQL's own; it keeps names that begin with pg_ to itself. */
export function systemSchema(name: string): string {
  return `(${name} ${MATCHES} '^pg_' or ${name} ${EQ} 'information_schema')`;
}

/** Not a schema of temporary objects or of long values, which nobody looks for. */
export function lastingSchema(name: string): string {
  return `not ${name} ${MATCHES} '^pg_(toast|temp_|toast_temp_)'`;
}

/**
 * Not an array type, and not the row type of a table or view: their names follow from others.
 *
 * @param alias of `pg_type`
 */
export function isNamedType(alias: string): string {
  return `not (${alias}.typlen ${EQ} -1 and ${alias}.typsubscript
               ${EQ} 'pg_catalog.array_subscript_handler'::pg_catalog.regproc)
           and (${alias}.typtype ${NE} 'c' or ${alias}.oid ${EQ} any (
                  select r.reltype from pg_catalog.pg_class as r where r.relkind ${EQ} 'c'))`;
}

/** An array literal of codes of ours; values of callers never become one. */
export function codes(values: readonly string[]): string {
  return `{${values.join(',')}}`;
}
