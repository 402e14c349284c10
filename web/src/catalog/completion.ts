import { autocompletion } from '@codemirror/autocomplete';
import { PostgreSQL } from '@codemirror/lang-sql';
import { LanguageSupport } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { CompletionDocuments, completionQuery } from './completion-documents.ts';
import { completionSource } from './completion-source.ts';

/**
 * PostgreSQL's language, and completion from what the person may see in this database. The same
 * extension for as long as the database is the same: what is learned later is seen by it.
 *
 * It is all that an editor needs: `sql()` of lang-sql beside it would propose every keyword twice.
 */
export function useCompletion(serverId: string, database: string): Extension {
  const queries = useQueryClient();
  useQuery({ ...completionQuery({ serverId, database }), retry: false });
  return useMemo(() => {
    const catalog = new CompletionDocuments(queries, { serverId, database });
    return [
      new LanguageSupport(
        PostgreSQL.language,
        PostgreSQL.language.data.of({ autocomplete: completionSource(catalog) }),
      ),
      // Its icons are signs that many fonts do not have; the words beside the names say the same.
      autocompletion({ icons: false }),
    ];
  }, [queries, serverId, database]);
}
