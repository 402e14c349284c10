import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { takeLink } from '../app/kept-link.ts';
import { sqlOfLink } from './tab-list.ts';
import type { Workspace } from './workspace.ts';

/** Opens what a link to a query holds, in a tab of its own; it is never run. */
export function useQueryLink(workspace: Workspace): void {
  const { hash } = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    const sql = sqlOfLink(hash) ?? sqlOfLink(takeLink(location.pathname));
    if (sql === undefined) return;
    const { tabs } = workspace.getState();
    const known = tabs.find(({ text }) => text === sql);
    if (known === undefined) workspace.open(sql, 'link');
    else workspace.show(known.id);
    // A reload must not open it again.
    void navigate({ to: '.', hash: '', replace: true });
  }, [hash, workspace, navigate]);
}
