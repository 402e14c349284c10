import { Anchor, Code, Container, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { PageHead } from '../lists/PageHead.tsx';
import { SearchField } from '../lists/SearchField.tsx';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import css from './ApiDocs.module.css';
import { contractOf, isContract, searchContract, type Tag } from './contract.ts';
import { OperationView } from './OperationView.tsx';

const DOCUMENT = '/api/openapi.json';

/** `/api/docs`, for everybody: the contract, read from what this service says itself. */
export default function ApiDocsPage(): React.JSX.Element {
  const { data, error, refetch } = useQuery({
    queryKey: [DOCUMENT],
    queryFn: ({ signal }) => readContract(signal),
    staleTime: Infinity,
  });
  return (
    <Container component="main" size="xl" py="md">
      <Stack gap="md">
        <PageHead title="The API of pg-usher">
          Everything that the page does, programs can do, too, with an access token of the person.{' '}
          <Anchor underline="always" href={DOCUMENT}>
            The contract as OpenAPI 3.1
          </Anchor>{' '}
          is for generators; <Code>@pg-usher/sdk</Code> is a client that is typed by it.{' '}
          <Anchor underline="always" href="/servers">
            Go to the servers.
          </Anchor>
        </PageHead>
        {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null ? <Skeleton h={320} aria-label="Loading" /> : null}
        {data === undefined ? null : <Contract tags={data} />}
      </Stack>
    </Container>
  );
}

async function readContract(signal: AbortSignal): Promise<readonly Tag[]> {
  const answer = await fetch(DOCUMENT, { signal });
  const document: unknown = await answer.json();
  if (!isContract(document)) throw new TypeError('What came is not the contract.');
  return contractOf(document);
}

function Contract({ tags }: { readonly tags: readonly Tag[] }): React.JSX.Element {
  const [search, setSearch] = useState('');
  const chosen = useLocation().hash;
  const found = useMemo(() => searchContract(tags, search), [tags, search]);
  const operation = useMemo(
    () => tags.flatMap(({ operations }) => operations).find(({ id }) => id === chosen),
    [tags, chosen],
  );
  return (
    <div className={css.sides}>
      <Stack gap="sm" component="nav" aria-label="Operations" className={css.list}>
        <SearchField
          label="Find an operation"
          placeholder="a path, a word, a code of a failure"
          width={280}
          value={search}
          onChange={setSearch}
        />
        {found.length === 0 ? <Text size="sm">No operation has all of these words.</Text> : null}
        {found.map((tag) => (
          <Operations key={tag.name} tag={tag} chosen={chosen} />
        ))}
      </Stack>
      <div className={css.whole}>
        {operation === undefined ? <Beginning /> : <OperationView operation={operation} />}
      </div>
    </div>
  );
}

interface OperationsProps {
  readonly tag: Tag;
  readonly chosen: string;
}

function Operations({ tag, chosen }: OperationsProps): React.JSX.Element {
  return (
    <section aria-label={tag.name}>
      <Text size="sm" fw={600}>
        {tag.name}
      </Text>
      <Text size="xs" c="dimmed">
        {tag.about}
      </Text>
      <ul className={css.operations}>
        {tag.operations.map(({ id, method, path, summary }) => (
          <li key={id}>
            <Anchor
              href={`#${id}`}
              size="sm"
              underline="hover"
              aria-current={id === chosen ? 'true' : undefined}
              title={summary}
            >
              <span className={css.method}>{method}</span> {path.replace('/api/v1', '')}
            </Anchor>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Beginning(): React.JSX.Element {
  return (
    <Stack gap="sm" maw="80ch">
      <Text size="sm">
        Choose an operation. A program sends <Code>Authorization: Bearer …</Code> with an OpenID
        Connect access token that is meant for this service; a browser has its session cookie. Both
        are the same person to PostgreSQL.
      </Text>
      <Text size="sm">
        What fails is answered with <Code>application/problem+json</Code> (RFC 9457): go by its{' '}
        <Code>code</Code>, which is stable. <Code>detail</Code> says what happened,{' '}
        <Code>owner</Code> who can mend it, and <Code>fix</Code>, where there is one, is the line to
        paste.
      </Text>
      <Text size="sm">
        Values of results are PostgreSQL's own text, and <Code>null</Code> is NULL. Nothing becomes
        a number or a date on the way.
      </Text>
    </Stack>
  );
}
