import type { RunMessage } from '../runs/run-state.ts';
import classes from './Workspace.module.css';

/** What PostgreSQL said: command tags, notices, warnings, errors; each with its time. */
export function MessagesView({
  messages,
}: {
  readonly messages: readonly RunMessage[];
}): React.JSX.Element {
  if (messages.length === 0) return <div className={classes['empty']}>No messages yet.</div>;
  return (
    <ul className={classes['messages']} aria-label="Messages" tabIndex={0}>
      {messages.map(({ key, at, kind, label, text, more }) => (
        <li key={key} data-kind={kind}>
          <time dateTime={new Date(at).toISOString()}>{timeText(at)}</time>
          <strong>{label}</strong>
          <span>{text}</span>
          {more.map((line) => (
            <span key={line} className={classes['more']}>
              {line}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function timeText(at: number): string {
  const date = new Date(at);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
