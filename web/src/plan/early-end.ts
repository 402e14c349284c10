import { type Fields, fieldsOf, listOf, numberOf, textOf } from './plan-json.ts';

/**
 * Whether a node may not be asked for all of its rows, so that fewer than were planned say nothing about
 * the estimate: below a LIMIT, on a side of a join that is done when the other one is, in a subquery.
 *
 * @param parent the node above, and whether that may not be asked for all of its own
 */
export function mayEndEarly(
  child: Fields,
  { fields: parent, endsEarly }: { readonly fields: Fields; readonly endsEarly: boolean },
): boolean {
  const place = textOf(child, 'Parent Relationship');
  if (place === 'InitPlan' || place === 'SubPlan') return true;
  const type = textOf(parent, 'Node Type') ?? '';
  if (type === 'Limit' || type === 'Merge Join') return true;
  if (readsAll(parent, type)) return false;
  if (place === 'Inner' && type === 'Nested Loop' && stopsAtFirstMatch(parent)) return true;
  if (place === 'Outer' && type === 'Hash Join' && hasEmptyInner(parent)) return true;
  return endsEarly;
}

/** Nodes that have read everything before they give their first row. */
function readsAll(fields: Fields, type: string): boolean {
  if (type === 'Aggregate') return ['Plain', 'Hashed'].includes(textOf(fields, 'Strategy') ?? '');
  return ['Sort', 'Hash', 'ModifyTable'].includes(type);
}

function stopsAtFirstMatch(join: Fields): boolean {
  const kind = textOf(join, 'Join Type') ?? '';
  return ['Semi', 'Anti'].includes(kind) || join.get('Inner Unique') === true;
}

function hasEmptyInner(join: Fields): boolean {
  return listOf(join.get('Plans')).some((one) => {
    const side = fieldsOf(one);
    if (side === null || textOf(side, 'Parent Relationship') !== 'Inner') return false;
    return numberOf(side, 'Actual Rows') === 0;
  });
}
