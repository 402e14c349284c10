import { type Access, accessWords } from './tree-model.ts';
import classes from './tree.module.css';

/** `R`, `W` or `–`: what I may do with it. In lower case: with some columns or in some ways. */
export function AccessBadge({ access }: { readonly access: Access }): React.JSX.Element {
  const { read, write } = access;
  const none = read === 'none' && write === 'none';
  return (
    <span className={classes.access} title={accessWords(access)}>
      <span className={classes.hiddenWords}>{accessWords(access)}</span>
      {none ? (
        <span aria-hidden className={classes.none}>
          –
        </span>
      ) : null}
      {read === 'none' ? null : (
        <span aria-hidden className={classes.read}>
          {read === 'all' ? 'R' : 'r'}
        </span>
      )}
      {write === 'none' ? null : (
        <span aria-hidden className={classes.write}>
          {write === 'all' ? 'W' : 'w'}
        </span>
      )}
    </span>
  );
}
