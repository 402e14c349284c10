import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { notifyProblem } from '../../problem/notify.ts';
import type { Download } from './downloads.ts';
import { cancelDownload, type DownloadProgress, followDownload } from './follow-download.ts';

const KIB = 1024;

/** Saves a file, with a notification that says how far it is and how it ended. */
export function exportWithNotice(download: Download, fileName: string): void {
  const id = `export-${download.id}`;
  notifications.show({
    id,
    loading: true,
    autoClose: false,
    withCloseButton: false,
    title: `Exporting ${fileName}`,
    message: 'The statement runs again.',
  });
  void followDownload(download, (progress) => {
    notifications.update({ id, ...notice(progress, fileName, download) });
  });
}

function notice(
  progress: DownloadProgress,
  fileName: string,
  download: Download,
): Parameters<typeof notifications.show>[0] {
  const figures = figuresOf(progress);
  switch (progress.state) {
    case 'running':
      return {
        loading: true,
        autoClose: false,
        withCloseButton: false,
        title: `Exporting ${fileName}`,
        message: <Running figures={figures} download={download} />,
      };
    case 'done':
      return { ...ended, color: 'teal', title: `Exported ${fileName}`, message: figures };
    case 'cancelled':
      return {
        ...ended,
        color: 'yellow',
        title: 'Export cancelled',
        message: `The file is not whole: ${figures}.`,
      };
    case 'failed':
      return {
        ...ended,
        autoClose: false,
        color: 'red',
        title: `${fileName} could not be exported`,
        message: progress.detail ?? '',
      };
  }
}

const ended = { loading: false, autoClose: 10_000, withCloseButton: true };

interface RunningProps {
  readonly figures: string;
  readonly download: Download;
}

function Running({ figures, download }: RunningProps): React.JSX.Element {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{figures}</Text>
      <Button
        size="compact-xs"
        variant="default"
        aria-label="Cancel export"
        onClick={() => {
          cancelDownload(download).catch(notifyProblem);
        }}
      >
        Cancel
      </Button>
    </Group>
  );
}

function figuresOf({ rows, bytes, elapsedMs }: DownloadProgress): string {
  const size =
    bytes < KIB * KIB ? `${Math.ceil(bytes / KIB)} KiB` : `${(bytes / KIB / KIB).toFixed(1)} MiB`;
  const seconds = (elapsedMs / 1000).toFixed(1);
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}, ${size}, ${seconds} s`;
}
