import { Button, Loader, Progress, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { keysText } from '../app/keys.ts';
import { rowsText } from '../runs/load-more.ts';
import { isCancelled, type RunState } from '../runs/run-state.ts';
import {
  durationText,
  type Progress as HowFar,
  progressOf,
  waitWords,
} from '../runs/wait-words.ts';
import type { SessionDescription } from '@pg-usher/sdk';
import { useActivity } from './use-activity.ts';
import { useNow } from './use-now.ts';
import classes from './Workspace.module.css';

export interface RunActions {
  readonly run: () => void;
  readonly runAll: () => void;
  readonly explain: () => void;
  readonly analyze: () => void;
  readonly cancel: () => void;
}

interface Props {
  readonly actions: RunActions;
  readonly run: RunState | undefined;
  readonly session: SessionDescription | undefined;
}

export function RunToolbar({ actions, run, session }: Props): React.JSX.Element {
  const isBusy = run !== undefined && run.phase !== 'ended';
  return (
    <div className={classes['bar']} role="toolbar" aria-label="Run">
      <Tooltip label={`Run the statement in the box, or the selection (${keysText('mod+Enter')})`}>
        <Button
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          {...pressed(isBusy, actions.run)}
        >
          Run
        </Button>
      </Tooltip>
      <PlainButton
        label="Run all"
        keys="mod+shift+Enter"
        disabled={isBusy}
        onClick={actions.runAll}
      />
      <PlainButton label="Explain" keys="mod+e" disabled={isBusy} onClick={actions.explain} />
      <PlainButton label="Explain analyze" disabled={isBusy} onClick={actions.analyze} />
      <Tooltip label={`Stop what runs (${keysText('Escape')})`}>
        <Button
          variant="default"
          color="red"
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          {...pressed(!isBusy || run.phase === 'cancelling', actions.cancel)}
        >
          Cancel
        </Button>
      </Tooltip>
      {run === undefined ? null : <RunSummary run={run} session={session} />}
      <VisuallyHidden aria-live="polite">{liveWords(run)}</VisuallyHidden>
    </div>
  );
}

function PlainButton({
  label,
  keys,
  disabled,
  onClick,
}: {
  readonly label: string;
  readonly keys?: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}): React.JSX.Element {
  return (
    <Tooltip label={keys === undefined ? label : `${label} (${keysText(keys)})`}>
      <Button variant="default" {...pressed(disabled, onClick)}>
        {label}
      </Button>
    </Tooltip>
  );
}

/**
 * A button that can be off without losing the focus: a browser takes that from what is `disabled`, and
 * then whoever pressed it by key is nowhere.
 */
function pressed(isOff: boolean, onClick: () => void): Pressable {
  return isOff ? { 'aria-disabled': true, 'data-disabled': true } : { onClick };
}

interface Pressable {
  readonly onClick?: () => void;
  readonly 'aria-disabled'?: boolean;
  readonly 'data-disabled'?: boolean;
}

/** What a screen reader hears at each step of a run. */
function liveWords(run: RunState | undefined): string {
  if (run === undefined) return '';
  if (run.phase === 'cancelling') return 'Cancelling';
  if (run.phase !== 'ended') return 'Running';
  return `${outcomeWords(run)} in ${elapsedText(run.elapsedMs ?? 0)}`;
}

function outcomeWords(run: RunState): string {
  if (run.problem === undefined) return endWords(run);
  return isCancelled(run.problem) ? 'Cancelled' : 'Failed';
}

function endWords({ request, rows, results, messages }: RunState): string {
  if (request.kind !== 'run') return request.kind === 'plan' ? 'Planned' : 'Run and measured';
  if (results.length > 0) return rowsText(rows);
  return messages.findLast(({ label }) => label === 'Done')?.text ?? 'Done';
}

function RunSummary({
  run,
  session,
}: {
  readonly run: RunState;
  readonly session: SessionDescription | undefined;
}): React.JSX.Element {
  const isBusy = run.phase !== 'ended';
  const now = useNow(isBusy ? 100 : undefined);
  if (!isBusy) {
    return (
      <Text size="sm">
        {outcomeWords(run)} in {elapsedText(run.elapsedMs ?? 0)}
      </Text>
    );
  }
  const elapsed = Math.max(0, now - run.startedAt);
  const phase = {
    opening: 'Connecting …',
    running: 'Running',
    cancelling: 'Cancelling …',
    ended: '',
  };
  return (
    <>
      <Loader size={14} aria-hidden />
      <Text size="sm" fw={run.phase === 'cancelling' ? 700 : 400}>
        {phase[run.phase]} {elapsedText(elapsed)}
        {run.rows === 0 ? '' : `, ${rowsText(run.rows)} so far`}
      </Text>
      {session === undefined || run.phase === 'opening' ? null : (
        <Waiting session={session} isLong={elapsed > 2000} startedAt={run.startedAt} />
      )}
    </>
  );
}

/** Of what runs for a while: what it waits for, and how far it is. */
function Waiting({
  session,
  isLong,
  startedAt,
}: {
  readonly session: SessionDescription;
  readonly isLong: boolean;
  readonly startedAt: number;
}): React.JSX.Element | null {
  const activity = useActivity(session, startedAt, isLong);
  const now = useNow(1000);
  if (activity === undefined) return null;
  const words = waitWords(activity, now - startedAt);
  const progress = progressOf(activity);
  return (
    <>
      {words === undefined ? null : (
        <Text size="sm" role="status" fw={activity.blockedBy.length > 0 ? 700 : 400}>
          {words}
        </Text>
      )}
      {progress === undefined ? null : <ProgressBar progress={progress} />}
    </>
  );
}

function ProgressBar({ progress }: { readonly progress: HowFar }): React.JSX.Element {
  const percent = progress.share === undefined ? undefined : Math.round(progress.share * 100);
  return (
    <>
      <Text size="sm">
        {progress.label}
        {percent === undefined ? '' : ` ${String(percent)} %`}
      </Text>
      {percent === undefined ? null : (
        <Progress value={percent} w={140} aria-label={progress.label} />
      )}
    </>
  );
}

/** `38 ms`, `2.1 s`, `2 min 5 s` */
export function elapsedText(ms: number): string {
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : durationText(ms);
}
