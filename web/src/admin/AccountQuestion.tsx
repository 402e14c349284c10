import type { components } from '@pg-usher/sdk';
import { client } from '../client.ts';
import { Ask } from '../lists/Ask.tsx';
import { notifyDone } from '../problem/notify.ts';
import { ACCOUNT_ACTS, type AccountAct } from './account-acts.ts';

interface Props {
  readonly act: AccountAct;
  readonly account: components['schemas']['AccountDto'];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function AccountQuestion({ act, account, onClose, onDone }: Props): React.JSX.Element {
  const { title, body, action, change } = ACCOUNT_ACTS[act];
  const confirm = async (): Promise<void> => {
    await client.call('changeAccount', { path: { id: account.id }, body: change });
    notifyDone(`${account.username} is changed.`);
    onDone();
  };
  return (
    <Ask title={title(account.username)} action={action} onClose={onClose} onConfirm={confirm}>
      {body}
    </Ask>
  );
}
