import { onBack } from '../app/reachability.ts';
import { isSignedOut, onSignedOutChange } from '../app/sign-in-state.ts';
import type { DraftOwner } from '../drafts/draft.ts';
import { DraftStorage } from '../drafts/draft-storage.ts';
import { runService } from '../runs/run-service.ts';
import type { TabRunner } from '../runs/tab-runner.ts';
import { Workspace } from './workspace.ts';

const workspaces = new Map<string, Workspace>();

/** The workspace of a person in a database; the same one as long as the page is loaded. */
export function workspaceOf(owner: DraftOwner): Workspace {
  const key = JSON.stringify([owner.person, owner.serverId, owner.database]);
  const known = workspaces.get(key);
  if (known !== undefined) return known;
  if (workspaces.size === 0) listen();
  const activeKey = `pg-usher:active:${key}`;
  const workspace = new Workspace({
    storage: new DraftStorage(localStorage, owner),
    service: runService(owner.serverId, owner.database),
    newId: () => crypto.randomUUID(),
    lastActive: {
      get: () => sessionStorage.getItem(activeKey),
      set: (id) => {
        sessionStorage.setItem(activeKey, id);
      },
    },
  });
  workspaces.set(key, workspace);
  return workspace;
}

function listen(): void {
  addEventListener('beforeunload', (event) => {
    const all = [...workspaces.values()];
    for (const workspace of all) workspace.save();
    const isUnkept = all.some((workspace) => !workspace.getState().isKept);
    if (isUnkept || runners().some((runner) => runner.hasTransaction || runner.isBusy)) {
      event.preventDefault();
    }
  });
  addEventListener('pagehide', () => {
    for (const workspace of workspaces.values()) workspace.save();
    for (const runner of runners()) void runner.close(true);
  });
  onSignedOutChange(() => {
    if (isSignedOut()) for (const runner of runners()) runner.noteSignedOut();
  });
  onBack(() => {
    for (const runner of runners()) runner.look();
  });
}

function runners(): readonly TabRunner[] {
  return [...workspaces.values()].flatMap((workspace) => workspace.runners);
}
