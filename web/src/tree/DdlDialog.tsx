import { Button, Code, CopyButton, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFocusBack } from '../app/use-focus-back.ts';
import type { Place, ReadContext } from '../catalog/catalog-query.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import type { TreeNode } from './tree-model.ts';
import { functionQuery, relationQuery } from './tree-queries.ts';
import classes from './tree.module.css';

interface Props {
  readonly place: Place;
  readonly node: TreeNode;
  readonly onClose: () => void;
  readonly onOpenQuery: (sql: string, title: string) => void;
}

/** The statements that make an object. */
export function DdlDialog({ place, node, onClose, onOpenQuery }: Props): React.JSX.Element {
  useFocusBack();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['ddl', place.serverId, place.database, node.id],
    queryFn: (context) => readDdl(place, node, context),
  });
  return (
    <Modal
      closeButtonProps={{ 'aria-label': 'Close' }}
      opened
      onClose={onClose}
      size="xl"
      title={`DDL of ${node.name ?? node.label}`}
    >
      <Stack gap="xs">
        {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {isPending ? <Loader size="sm" /> : null}
        {data === null ? (
          <Text size="sm">
            There is none: the object is locked by somebody right now, or it is of a kind that
            PostgreSQL gives no statement for.
          </Text>
        ) : null}
        {typeof data === 'string' ? (
          <>
            <Code block className={classes.ddl} tabIndex={0} aria-label="Statements">
              {data}
            </Code>
            <Group gap="xs">
              <CopyButton value={data}>
                {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
              </CopyButton>
              <Button
                variant="default"
                onClick={() => {
                  onOpenQuery(data, node.label);
                  onClose();
                }}
              >
                Open in a tab
              </Button>
            </Group>
          </>
        ) : null}
      </Stack>
    </Modal>
  );
}

async function readDdl(
  place: Place,
  { relation, functionOid }: TreeNode,
  context: ReadContext,
): Promise<string | null> {
  if (relation !== undefined)
    return (await relationQuery(place, relation.oid).queryFn(context)).ddl;
  if (functionOid === undefined) return null;
  return (await functionQuery(place, functionOid).queryFn(context)).definition;
}
