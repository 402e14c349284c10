import './mantine-more.ts';
import '@mantine/notifications/styles.layer.css';
import { Notifications } from '@mantine/notifications';

/** Where notices appear. Loaded behind the first screen, which has none. */
export default function Notices(): React.JSX.Element {
  return <Notifications position="bottom-right" limit={4} />;
}
