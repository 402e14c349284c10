import { ActionIcon, Menu, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconPlus, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import type { Draft } from '../drafts/draft.ts';
import type { TabRunner } from '../runs/tab-runner.ts';
import { tabFrom } from './tab-list.ts';
import type { Workspace } from './workspace.ts';
import classes from './Workspace.module.css';

interface Props {
  readonly workspace: Workspace;
  readonly tabs: readonly Draft[];
  readonly activeId: string;
  /** Asks first where something would be lost. */
  readonly onClose: (id: string) => void;
  /** Stands at the end of the row. */
  readonly children: ReactNode;
}

export function EditorTabs({
  workspace,
  tabs,
  activeId,
  onClose,
  children,
}: Props): React.JSX.Element {
  const [renaming, setRenaming] = useState<string>();
  const press = (event: KeyboardEvent, id: string): void => {
    const next = nextAfterKey(event.key, tabs, id);
    if (next !== undefined) {
      // The editor takes the focus when it shows another tab; whoever walks the tabs keeps it.
      flushSync(() => {
        workspace.show(next);
      });
      focusTab(next);
    } else if (event.key === 'Delete') onClose(id);
    else if (event.key === 'F2') setRenaming(id);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes['tabs']}>
      <div role="tablist" aria-label="Editor tabs" className={classes['tabList']}>
        {tabs.map((tab) => (
          <EditorTab
            key={tab.id}
            tab={tab}
            runner={workspace.runnerOf(tab.id)}
            isActive={tab.id === activeId}
            isRenamed={tab.id === renaming}
            onShow={() => {
              workspace.show(tab.id);
            }}
            onKey={(event) => {
              press(event, tab.id);
            }}
            onClose={() => {
              onClose(tab.id);
            }}
            onRename={(name, byKey) => {
              flushSync(() => {
                setRenaming(undefined);
                if (name !== '') workspace.change(tab.id, { name });
              });
              if (byKey) focusTab(tab.id);
            }}
            onStartRename={() => {
              setRenaming(tab.id);
            }}
          />
        ))}
      </div>
      <Tooltip label="New tab">
        <ActionIcon
          aria-label="New tab"
          my="auto"
          mx={4}
          onClick={() => {
            workspace.open();
          }}
        >
          <IconPlus size={16} />
        </ActionIcon>
      </Tooltip>
      <TabMenu
        workspace={workspace}
        activeId={activeId}
        onRename={() => {
          setRenaming(activeId);
        }}
        onClose={() => {
          onClose(activeId);
        }}
      />
      <span style={{ flex: 1 }} />
      {children}
    </div>
  );
}

function focusTab(id: string): void {
  document.getElementById(tabElementId(id))?.focus();
}

export function tabElementId(id: string): string {
  return `editor-tab-${id}`;
}

interface TabProps {
  readonly tab: Draft;
  readonly runner: TabRunner;
  readonly isActive: boolean;
  readonly isRenamed: boolean;
  readonly onShow: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onClose: () => void;
  readonly onStartRename: () => void;
  /** `byKey`: not because the focus went elsewhere. */
  readonly onRename: (name: string, byKey: boolean) => void;
}

function EditorTab(props: TabProps): React.JSX.Element {
  const { tab, runner, isActive, isRenamed, onShow, onKey, onClose, onStartRename, onRename } =
    props;
  useSyncExternalStore(runner.subscribe, runner.getState);
  const state = runner.isBusy ? 'running' : runner.hasTransaction ? 'open transaction' : undefined;
  if (isRenamed) return <RenameTab name={tab.name} onRename={onRename} />;
  return (
    <div className={classes['tab']} data-active={isActive || undefined} role="presentation">
      <UnstyledButton
        id={tabElementId(tab.id)}
        role="tab"
        aria-selected={isActive}
        aria-controls="editor-panel"
        tabIndex={isActive ? 0 : -1}
        className={classes['tabName']}
        onClick={onShow}
        onDoubleClick={onStartRename}
        onKeyDown={onKey}
        aria-label={state === undefined ? tab.name : `${tab.name}, ${state}`}
      >
        {tab.name}
      </UnstyledButton>
      {state === undefined ? null : (
        <span
          className={classes['dot']}
          data-transaction={runner.hasTransaction || undefined}
          title={state}
        />
      )}
      {/* A tab list holds tabs alone. By keyboard it is Delete, Alt+W, or the menu. */}
      <ActionIcon
        size="xs"
        color="gray"
        aria-hidden
        tabIndex={-1}
        title={`Close ${tab.name}`}
        onClick={onClose}
      >
        <IconX size={12} />
      </ActionIcon>
    </div>
  );
}

function RenameTab({
  name,
  onRename,
}: Pick<TabProps, 'onRename'> & { readonly name: string }): React.JSX.Element {
  const [value, setValue] = useState(name);
  return (
    <TextInput
      aria-label="Name of the tab"
      value={value}
      maxLength={80}
      autoFocus
      my="auto"
      mx={4}
      w={160}
      onChange={(event) => {
        setValue(event.currentTarget.value);
      }}
      onFocus={(event) => {
        event.currentTarget.select();
      }}
      onBlur={() => {
        onRename(value.trim(), false);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        // Else the tab, which has the focus then, would take the key as a click.
        event.preventDefault();
        event.stopPropagation();
        onRename(event.key === 'Enter' ? value.trim() : '', true);
      }}
    />
  );
}

interface MenuProps {
  readonly workspace: Workspace;
  readonly activeId: string;
  readonly onRename: () => void;
  readonly onClose: () => void;
}

function TabMenu({ workspace, activeId, onRename, onClose }: MenuProps): React.JSX.Element {
  const isRenaming = useRef(false);
  return (
    <Menu
      position="bottom-start"
      // Not before: the menu gives the focus back when it closes, and the name would be left again.
      onExitTransitionEnd={() => {
        if (isRenaming.current) onRename();
        isRenaming.current = false;
      }}
    >
      <Menu.Target>
        <ActionIcon aria-label="This tab" my="auto">
          <IconChevronDown size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => {
            isRenaming.current = true;
          }}
        >
          Rename
        </Menu.Item>
        <Menu.Item
          onClick={() => {
            workspace.move(activeId, -1);
          }}
        >
          Move left
        </Menu.Item>
        <Menu.Item
          onClick={() => {
            workspace.move(activeId, 1);
          }}
        >
          Move right
        </Menu.Item>
        <Menu.Item onClick={onClose}>Close</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function nextAfterKey(key: string, tabs: readonly Draft[], id: string): string | undefined {
  switch (key) {
    case 'ArrowLeft':
      return tabFrom(tabs, id, -1);
    case 'ArrowRight':
      return tabFrom(tabs, id, 1);
    case 'Home':
      return tabs[0]?.id;
    case 'End':
      return tabs.at(-1)?.id;
    default:
      return undefined;
  }
}
