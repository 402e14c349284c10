import { notifications } from '@mantine/notifications';
import { wordsFor } from './words.ts';

/** For what failed away from where the eyes are. */
export function notifyProblem(error: unknown): void {
  const { title, body } = wordsFor(error);
  notifications.show({ title, message: body, color: 'red', autoClose: 10_000 });
}

export function notifyDone(text: string): void {
  notifications.show({ message: text, color: 'teal', autoClose: 4000 });
}
