import { clockText, distanceText } from './times.ts';

interface Props {
  readonly at: string;
  /** Says how far away it is instead; the moment from which it counts, in milliseconds. */
  readonly from?: number;
}

/** A moment; the pointer shows the rest of it. */
export function When({ at, from }: Props): React.JSX.Element {
  return (
    <time
      dateTime={at}
      title={from === undefined ? at : clockText(at)}
      style={{ whiteSpace: 'nowrap' }}
    >
      {from === undefined ? clockText(at) : distanceText(at, from)}
    </time>
  );
}
