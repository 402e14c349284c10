/* eslint-disable */
// Generated from openapi.json by `npm run generate -w sdk`.

export interface paths {
  '/api/v1/auth/accounts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The local accounts, by user name
     * @description For administrators.
     */
    get: operations['listAccounts'];
    put?: never;
    /**
     * Makes a local account
     * @description For administrators.
     */
    post: operations['createAccount'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/accounts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Disables or enables an account, or changes whether it is an administrator's */
    patch: operations['changeAccount'];
    trace?: never;
  };
  '/api/v1/auth/accounts/{id}/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sets a new password, ends a lock-out, and ends the account's sessions */
    post: operations['resetPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Changes one's own password
     * @description Every session of the account ends, this one, too.
     */
    post: operations['changePassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/admin/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who is signed in, the newest sessions first
     * @description For administrators.
     */
    get: operations['listSessions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/admin/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Ends a session and what runs in it
     * @description For administrators.
     */
    delete: operations['endSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/admin/identities/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Ends every session of an identity, and what runs with its tokens
     * @description For administrators.
     */
    delete: operations['endSessionsOfIdentity'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/providers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The ways to sign in */
    get: operations['listLoginProviders'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Sends a browser to the OpenID Connect provider, where there is only one */
    get: operations['beginOnlyLogin'];
    put?: never;
    /** Signs in with a password, for accounts that are not at the provider */
    post: operations['signInWithPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/login/{provider}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Sends a browser to an OpenID Connect provider to log in there */
    get: operations['beginLogin'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/callback/{provider}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where the provider sends the browser back to; ends in a session and at `returnTo` */
    get: operations['finishLogin'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends the session, and what runs in it */
    post: operations['signOut'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who the caller is, and which database user that gives */
    get: operations['getMe'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/backchannel-logout/{provider}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * OpenID Connect Back-Channel Logout 1.0
     * @description The logout token is the only credential.
     */
    post: operations['receiveLogout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where one is signed in; the newest first */
    get: operations['listOwnSessions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Signs out there, and ends what runs there */
    delete: operations['endOwnSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The newest rows first, all of them or those that are asked for */
    get: operations['listAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The servers that the caller may see */
    get: operations['listServers'];
    put?: never;
    /**
     * Registers a server
     * @description For administrators.
     */
    post: operations['createServer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One server; its revision is the ETag */
    get: operations['getServer'];
    put?: never;
    post?: never;
    /**
     * Removes a server
     * @description For administrators.
     */
    delete: operations['removeServer'];
    options?: never;
    head?: never;
    /**
     * Changes what the body names and leaves the rest
     * @description For administrators.
     */
    patch: operations['updateServer'];
    trace?: never;
  };
  '/api/v1/servers/reachability': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Which of the servers that the caller may see are there and prove who they are
     * @description Nobody is signed in to find out: a TLS handshake without a certificate of ours, every twenty seconds at most.
     */
    get: operations['listReachability'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/connect': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Opens a connection as the caller, reports who PostgreSQL says they are, and closes it */
    post: operations['connectToServer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/bindings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Whose each database user is, by group of trust and name
     * @description For administrators.
     */
    get: operations['listBindings'];
    put?: never;
    /** Says whose a database user is before they come */
    post: operations['approveBinding'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/bindings/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Forgets whose a database user is */
    delete: operations['releaseBinding'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One's own runs, the newest first */
    get: operations['listHistory'];
    put?: never;
    post?: never;
    /**
     * Forgets all of one's own runs
     * @description The audit has them still.
     */
    delete: operations['forgetHistory'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/history/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One run with its text as far as it is kept */
    get: operations['getHistoryEntry'];
    put?: never;
    post?: never;
    /**
     * Forgets one run
     * @description The audit has it still.
     */
    delete: operations['forgetHistoryEntry'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/query': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Runs SQL as the caller
     * @description JSON holds the whole answer up to `maxRows`; NDJSON streams: an object is an event, an array is a row, and exactly one `done` or `error` event comes last; CSV streams one result.
     */
    post: operations['runQuery'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/copy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Copies rows into a table as the caller: all of them, or none
     * @description The body is streamed and has no limit. CSV goes to PostgreSQL as it is. In NDJSON a line is a row: an object, whose keys are columns and where a missing one is NULL, or an array. Numbers are exact to the last digit; arrays and objects within a row go in as JSON; NDJSON answers of queries can be sent back in.
     */
    post: operations['copyRows'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/executions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The caller's runs on this instance */
    get: operations['listExecutions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/executions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One run: how far it is, what it waits for and who is in its way */
    get: operations['getExecution'];
    put?: never;
    post?: never;
    /** Cancels a run and answers once PostgreSQL has */
    delete: operations['cancelExecution'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/limits': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What the service allows: time, rows and bytes of runs, how many database sessions one may have and how long they last, and what the history keeps
     * @description It stays the same while the service runs.
     */
    get: operations['getLimits'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The caller's sessions on this instance */
    get: operations['listDatabaseSessions'];
    put?: never;
    /** Opens a connection as the caller and keeps it: transactions, temporary tables and settings stay from one statement to the next, until it is closed, or idle for too long */
    post: operations['openDatabaseSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One session: its transaction, what runs on it, and how long it lasts */
    get: operations['getDatabaseSession'];
    put?: never;
    post?: never;
    /** Cancels what runs, rolls back, and closes the connection */
    delete: operations['closeDatabaseSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sessions/{id}/query': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Runs SQL on the session, one statement at a time; answers as POST /servers/{id}/query does
     * @description A failure says in which state it leaves the transaction.
     */
    post: operations['runSessionQuery'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sessions/{id}/copy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Copies rows into a table on the session, as POST /servers/{id}/copy does: all of them, or none
     * @description In an open transaction they are a part of it, and a failure leaves it failed; a dry run undoes what it did there and nothing else, by a savepoint.
     */
    post: operations['copySessionRows'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/downloads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Notes what to run
     * @description Nothing runs before a form is posted to `url`, within a minute.
     */
    post: operations['createDownload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/downloads/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Runs it, once, and answers with the file
     * @description Takes the form of a page of this origin, whose fields are not read, or no body. A browser that follows such a form gets a problem as `text/plain`, since some show JSON in a viewer that the page cannot read.
     */
    post: operations['fetchDownload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sessions/{id}/downloads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Notes what to run on the session, whose result is to become a file
     * @description Nothing runs before a form is posted to `url`, within a minute: see POST /downloads/{id}.
     */
    post: operations['createSessionDownload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/databases': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The databases of a server; looked up in its maintenance database */
    get: operations['listDatabases'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/schemas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The schemas of a database */
    get: operations['listSchemas'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/extensions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The extensions that are installed in a database */
    get: operations['listExtensions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Schemas, relations, columns, functions and types by a part of their names */
    get: operations['searchCatalog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/completion': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What an editor proposes, in one document: relations with columns, and functions
     * @description Send its ETag as If-None-Match to be told whether it has changed.
     */
    get: operations['getCompletion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/schemas/{schema}/relations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tables, views and sequences of a schema */
    get: operations['listRelations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/schemas/{schema}/relations/{relation}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Everything about a table, view or sequence but its rows, by its name */
    get: operations['getRelationByName'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/relations/{oid}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Everything about a table, view or sequence but its rows, by its oid */
    get: operations['getRelation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/schemas/{schema}/functions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Functions, procedures and aggregates of a schema */
    get: operations['listFunctions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/functions/{oid}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One function with its definition */
    get: operations['getFunction'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/schemas/{schema}/types': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Types of a schema, but for arrays and the row types of relations */
    get: operations['listTypes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}/catalog/types/{oid}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One type: the labels of an enum, the columns of a composite type, the checks of a domain */
    get: operations['getType'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The process runs and answers
     * @description Restart it when this fails.
     */
    get: operations['getLiveness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The service can do its work
     * @description Send it no requests while this fails.
     */
    get: operations['getReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/welcome': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the administrator says to people who come here, before they sign in and after */
    get: operations['getWelcome'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AccountDto: {
      /**
       * Format: date-time
       * @description Set while the account is locked after too many wrong passwords.
       */
      lockedUntil: string | null;
      id: string;
      username: string;
      isAdmin: boolean;
      disabled: boolean;
      /** Format: date-time */
      createdAt: string;
    };
    AccountListDto: {
      /** @description For `after`; null when there is nothing more. */
      next: string | null;
      items: components['schemas']['AccountDto'][];
    };
    CreateAccountDto: {
      /** @default false */
      isAdmin?: boolean;
      username: string;
      /** @description At least 12 characters, at most 1024 bytes, and not the user name. */
      password: string;
    };
    ChangeAccountDto: {
      /** @description A disabled account cannot sign in; its sessions and what they run end at once. */
      disabled?: boolean;
      isAdmin?: boolean;
    };
    ResetPasswordDto: {
      /** @description At least 12 characters, at most 1024 bytes, and not the user name. */
      password: string;
    };
    ChangePasswordDto: {
      oldPassword: string;
      /** @description At least 12 characters, at most 1024 bytes, and not the user name. */
      newPassword: string;
    };
    SessionDto: {
      /**
       * Format: uuid
       * @description For ending it; of no use for signing in.
       */
      id: string;
      /** @description Where it was opened, as far as that is known. */
      remoteAddress: string | null;
      /** @description What the browser called itself; shortened. */
      userAgent: string | null;
      /** @enum {string} */
      authSource: 'oauth2' | 'internal' | 'ldap' | 'kerberos' | 'webserver';
      /** @description For people to read. */
      username: string;
      issuer: string;
      subject: string;
      isAdmin: boolean;
      /** Format: date-time */
      createdAt: string;
      /**
       * Format: date-time
       * @description Up to a minute old.
       */
      lastSeenAt: string;
      /**
       * Format: date-time
       * @description When it ends, however busy it is.
       */
      expiresAt: string;
      /** @description True for the session that asks. */
      current: boolean;
    };
    SessionListDto: {
      /** @description For `before`; null when there is nothing more. */
      next: string | null;
      items: components['schemas']['SessionDto'][];
    };
    IdentityDto: {
      issuer: string;
      subject: string;
    };
    EndedSessionsDto: {
      /** @description How many sessions there were. */
      ended: number;
    };
    LoginProviderDto: {
      /**
       * @description `oidc`: send the browser to `loginUrl`. `password`: post to `/auth/login`.
       * @enum {string}
       */
      kind: 'oidc' | 'password';
      /** @description The provider's name in addresses, or the source of a password login. */
      id: string;
      /** @description For people to read. */
      name: string;
      /** @description Where the browser goes; takes `returnTo`. Absent for password logins. */
      loginUrl?: string;
    };
    PasswordLoginDto: {
      /**
       * @description Which kind of account it is: `internal`, or `ldap` where a directory is configured.
       * @example internal
       * @enum {string}
       */
      source: 'oauth2' | 'internal' | 'ldap' | 'kerberos' | 'webserver';
      /** @description Exactly as the account was made: case matters, blanks count. */
      username: string;
      password: string;
    };
    MeDto: {
      /**
       * @description How the caller proved who they are. Only `oauth2` has a database identity.
       * @enum {string}
       */
      authSource: 'oauth2' | 'internal' | 'ldap' | 'kerberos' | 'webserver';
      /** @description The identity provider by its id; null for who came by another way. */
      provider: string | null;
      /** @description The identity provider for people to read. */
      providerName: string | null;
      /** @description The claim that names the database user, by its name; null without a provider. */
      usernameClaim: string | null;
      /**
       * @description That claim as the provider sent it: any JSON value; null where it sent none.
       * @example alice
       */
      usernameClaimValue:
        | string
        | number
        | boolean
        | unknown[]
        | {
            [key: string]: unknown;
          }
        | null;
      /**
       * @description What is done to that value before it is read as a database user.
       * @enum {string|null}
       */
      usernameTransform: 'none' | 'lowercase' | 'strip-domain' | null;
      /** @description The PostgreSQL user that passthrough servers are opened as; null when there is none. */
      databaseUser: string | null;
      /**
       * @description Why there is no database user; the code that a passthrough server would answer with.
       * @enum {string}
       */
      databaseUserProblem?: 'claim-missing' | 'claim-invalid' | 'not-oauth';
      /** @description The claim that `groups` come from, by its name. */
      groupsClaim: string | null;
      roles: 'admin'[];
      /**
       * Format: date-time
       * @description When the provider last asked for credentials (`auth_time`), where it says so.
       */
      authTime: string | null;
      /** @description How thoroughly it did (`acr`), in its own words. */
      acr: string | null;
      /**
       * Format: date-time
       * @description When the session or the access token ends at the latest; a session that is idle ends sooner. Null
       *     where every request is vouched for anew.
       */
      sessionEndsAt: string | null;
      /** @description For people to read. */
      username: string;
      /** @description Who vouches for the caller: the provider, or `urn:pg-usher:internal`. */
      issuer: string;
      /** @description Who the caller is to the issuer; together the two are the identity. */
      subject: string;
      /** @description For the header `X-Usher-Principal`: a request that has it is refused when it is another caller's. */
      principalKey: string;
      groups: string[];
      /** @description Administrator of pg-usher, which says nothing about rights in any database. */
      isAdmin: boolean;
    };
    LogoutDto: {
      /** @description Send the browser here to sign out at the identity provider, too. */
      endSessionUrl: string;
    };
    LogoutTokenDto: {
      logout_token: string;
    };
    OwnSessionDto: {
      /**
       * Format: uuid
       * @description For ending it; of no use for signing in.
       */
      id: string;
      /** @description Where it was opened, as far as that is known. */
      remoteAddress: string | null;
      /** @description What the browser called itself; shortened. */
      userAgent: string | null;
      /** Format: date-time */
      createdAt: string;
      /**
       * Format: date-time
       * @description Up to a minute old.
       */
      lastSeenAt: string;
      /**
       * Format: date-time
       * @description When it ends, however busy it is.
       */
      expiresAt: string;
      /** @description True for the session that asks. */
      current: boolean;
    };
    OwnSessionListDto: {
      items: components['schemas']['OwnSessionDto'][];
    };
    AuditEventDto: {
      serverRevision: number | null;
      backendPid: number | null;
      sqlBytes: number | null;
      /** @description How many statements were begun. */
      statements: number | null;
      durationMs: number | null;
      id: string;
      /** Format: date-time */
      at: string;
      /** @enum {string} */
      phase: 'outcome' | 'intent' | 'refusal' | 'change';
      action: string;
      intentId: string | null;
      requestId: string;
      /** @description The instance of pg-usher it happened on. */
      instance: string | null;
      remoteAddress: string | null;
      authSource: string | null;
      issuer: string | null;
      subject: string | null;
      username: string | null;
      databaseUser: string | null;
      serverId: string | null;
      database: string | null;
      target: string | null;
      sessionUser: string | null;
      currentUser: string | null;
      /** @description Of the connection that is pinned to the person, where the act is on one. */
      databaseSessionId: string | null;
      /** @description What kind of statement it was, as far as its text tells. */
      statementClass: string | null;
      sqlSha256: string | null;
      /** @description `unknown` when the process that ran the act is gone. Of several outcomes the last one counts. */
      outcome: string | null;
      code: string | null;
      sqlstate: string | null;
      rows: string | null;
      bytes: string | null;
    };
    AuditPageDto: {
      /** @description For `before`; null when there is nothing more. */
      next: string | null;
      events: components['schemas']['AuditEventDto'][];
    };
    /** @enum {string} */
    SslMode: 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
    /**
     * @description By which people tell servers apart, such as red for what must not be broken.
     * @enum {string}
     */
    ServerColor:
      'gray' | 'red' | 'orange' | 'yellow' | 'green' | 'teal' | 'blue' | 'violet' | 'pink';
    /**
     * @description Protections that are lifted on this server. For administrators only.
     * @enum {string}
     */
    Protection:
      | 'names'
      | 'superuser'
      | 'replication'
      | 'bypassrls'
      | 'createrole'
      | 'server-files'
      | 'server-programs'
      | 'signal-backend'
      | 'expired';
    ServerDto: {
      /** Format: uuid */
      id: string;
      /** @description A heading in the list of servers. */
      group: string | null;
      port: number;
      sslMode: components['schemas']['SslMode'];
      /** @description Always null on a passthrough server. */
      username: string | null;
      comment: string | null;
      /**
       * @description Short words for people, such as PROD; they decide nothing.
       * @example [
       *       "PROD"
       *     ]
       */
      labels: string[];
      /** @description By which people tell servers apart, such as red for what must not be broken. */
      color: components['schemas']['ServerColor'] | null;
      /** @description Ids of the identity providers whose people may use this server; empty means all. */
      providers: string[];
      /** @description Protections that are lifted on this server. For administrators only. */
      allowProtected?: components['schemas']['Protection'][];
      /** @description Step-up: seconds since the person last proved who they are; null for no limit. */
      maxAgeSeconds: number | null;
      /** @description Step-up: authentication contexts of which the provider must name one; empty means any. */
      acrValues: string[];
      /**
       * @description `file` when SERVERS_FILE defines it; such a server is changed there and not here.
       * @enum {string}
       */
      managedBy: 'api' | 'file';
      /** @description Also the ETag, in quotes. */
      revision: number;
      name: string;
      host: string;
      /** @description The database to connect to when nobody names one. */
      maintenanceDb: string;
      /** @description Use OAuth identity for database connection: PostgreSQL sees each person as their own role. */
      passthrough: boolean;
      /** @description Groups whose members see this server; empty means everybody. For administrators only. */
      visibleTo?: string[];
      /** @description Servers of one group of trust share their role bindings. For administrators only. */
      trustGroup?: string;
      /** @description Whether a password is stored; always false on a passthrough server. */
      hasPassword: boolean;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
    };
    ServerListDto: {
      /** @description In the order of group and name. */
      items: components['schemas']['ServerDto'][];
    };
    CreateServerDto: {
      /**
       * @description Shown to people; no two servers share one.
       * @example orders-prod
       */
      name: string;
      /**
       * @description A heading in the list of servers.
       * @default null
       */
      group?: string | null;
      /**
       * @description A DNS name or an IP address.
       * @example db1.example.internal
       */
      host: string;
      /** @default 5432 */
      port?: number;
      /**
       * @description The database to connect to when nobody names one.
       * @default postgres
       */
      maintenanceDb?: string;
      /**
       * @description As in libpq. A passthrough server takes verify-full only.
       * @default verify-full
       */
      sslMode?: components['schemas']['SslMode'];
      /**
       * @description The database user of a server without passthrough; must be null or left out with it.
       * @default null
       */
      username?: string | null;
      /** @default null */
      comment?: string | null;
      /**
       * @description Short words for people, such as PROD; they decide nothing.
       * @default []
       * @example [
       *       "PROD"
       *     ]
       */
      labels?: string[];
      /**
       * @description By which people tell servers apart, such as red for what must not be broken.
       * @default null
       */
      color?: components['schemas']['ServerColor'] | null;
      /**
       * @description Groups whose members see this server; empty means everybody.
       * @default []
       */
      visibleTo?: string[];
      /**
       * @description Servers of one group of trust share their role bindings.
       * @default default
       */
      trustGroup?: string;
      /**
       * @description Ids of the identity providers whose people may use this server; empty means all.
       * @default []
       */
      providers?: string[];
      /**
       * @description Protections that are lifted on this server; each one is a risk that somebody accepts.
       * @default []
       */
      allowProtected?: components['schemas']['Protection'][];
      /**
       * @description Step-up: seconds since the person last proved who they are; null for no limit.
       * @default null
       */
      maxAgeSeconds?: number | null;
      /**
       * @description Step-up: authentication contexts of which the provider must name one; empty means any.
       * @default []
       */
      acrValues?: string[];
      /** @description The password of `username`; kept sealed and never shown. Null takes it away. */
      password?: string | null;
      /**
       * @description Use OAuth identity for database connection: PostgreSQL sees each person as their own role.
       * @default false
       */
      passthrough?: boolean;
    };
    UpdateServerDto: {
      /**
       * @description Shown to people; no two servers share one.
       * @example orders-prod
       */
      name?: string;
      /** @description A heading in the list of servers; null for none. */
      group?: string | null;
      /**
       * @description A DNS name or an IP address.
       * @example db1.example.internal
       */
      host?: string;
      port?: number;
      /** @description The database to connect to when nobody names one. */
      maintenanceDb?: string;
      /** @description As in libpq. A passthrough server takes verify-full only. */
      sslMode?: components['schemas']['SslMode'];
      /** @description The database user of a server without passthrough; null removes it. */
      username?: string | null;
      /** @description Null removes it. */
      comment?: string | null;
      /**
       * @description Short words for people, such as PROD; all of them, an empty list for none.
       * @example [
       *       "PROD"
       *     ]
       */
      labels?: string[];
      /** @description By which people tell servers apart; null for none. */
      color?: components['schemas']['ServerColor'] | null;
      /** @description Groups whose members see this server; empty means everybody. */
      visibleTo?: string[];
      /** @description Servers of one group of trust share their role bindings. */
      trustGroup?: string;
      /** @description Ids of the identity providers whose people may use this server; empty means all. */
      providers?: string[];
      /** @description Protections that are lifted on this server; each one is a risk that somebody accepts. */
      allowProtected?: components['schemas']['Protection'][];
      /** @description Step-up: seconds since the person last proved who they are; null for no limit. */
      maxAgeSeconds?: number | null;
      /** @description Step-up: authentication contexts of which the provider must name one; empty means any. */
      acrValues?: string[];
      /** @description The password of `username`; kept sealed and never shown. Null takes it away. */
      password?: string | null;
      /** @description Use OAuth identity for database connection: PostgreSQL sees each person as their own role. */
      passthrough?: boolean;
    };
    /**
     * @description `untrusted`: it could not prove who it is. `unknown`: it has not been found out yet; ask again.
     * @enum {string}
     */
    ReachabilityState: 'reachable' | 'unreachable' | 'untrusted' | 'unknown';
    ReachabilityDto: {
      /** Format: uuid */
      serverId: string;
      /** @description `untrusted`: it could not prove who it is. `unknown`: it has not been found out yet; ask again. */
      state: components['schemas']['ReachabilityState'];
      /**
       * Format: date-time
       * @description Up to some twenty seconds ago; null when unknown.
       */
      checkedAt: string | null;
      /**
       * @description What a connect would fail with.
       * @enum {string}
       */
      code?:
        | 'internal'
        | 'session-ended'
        | 'malformed-request'
        | 'validation-failed'
        | 'credentials-conflict'
        | 'logout-token-invalid'
        | 'passthrough-credentials'
        | 'unauthenticated'
        | 'step-up-required'
        | 'login-failed'
        | 'login-refused'
        | 'cross-site-request'
        | 'admin-only'
        | 'not-oauth'
        | 'claim-missing'
        | 'claim-invalid'
        | 'role-protected'
        | 'role-bound-to-other'
        | 'role-not-approved'
        | 'provider-not-allowed'
        | 'role-missing'
        | 'connection-not-allowed'
        | 'database-forbidden'
        | 'identity-mismatch'
        | 'not-found'
        | 'server-not-found'
        | 'execution-not-found'
        | 'session-not-found'
        | 'download-not-found'
        | 'object-not-found'
        | 'database-not-found'
        | 'method-not-allowed'
        | 'not-acceptable'
        | 'reader-stalled'
        | 'name-taken'
        | 'account-exists'
        | 'account-protected'
        | 'managed-by-file'
        | 'binding-taken'
        | 'query-cancelled'
        | 'session-busy'
        | 'principal-changed'
        | 'already-executed'
        | 'session-closed'
        | 'revision-mismatch'
        | 'payload-too-large'
        | 'unsupported-media-type'
        | 'wrong-instance'
        | 'query-failed'
        | 'statement-unsupported'
        | 'result-too-large'
        | 'copy-data-invalid'
        | 'idempotency-key-reused'
        | 'revision-required'
        | 'too-many-requests'
        | 'too-many-sessions'
        | 'provider-error'
        | 'certificate-rejected'
        | 'server-unreachable'
        | 'server-untrusted'
        | 'server-misbehaved'
        | 'connection-lost'
        | 'audit-unavailable'
        | 'store-unavailable'
        | 'provider-unavailable'
        | 'passthrough-unavailable'
        | 'credentials-missing'
        | 'server-full'
        | 'provider-timeout'
        | 'query-timeout';
      detail?: string;
    };
    ReachabilityListDto: {
      /** @description In the order of the list of servers. */
      items: components['schemas']['ReachabilityDto'][];
    };
    ConnectDto: {
      /** @description The database to open; the definition's maintenance database when left out. */
      database?: string;
    };
    TlsReportDto: {
      /** @description For example `TLSv1.3`. */
      protocol: string;
      cipher: string;
    };
    ConnectionReportDto: {
      backendPid: number;
      sessionUser: string;
      currentUser: string;
      database: string;
      serverVersion: string;
      tls: components['schemas']['TlsReportDto'];
      /** @description The connection as a libpq keyword string, for reading. */
      dsn: string;
    };
    BindingDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      origin: 'first-use' | 'approved';
      trustGroup: string;
      databaseUser: string;
      issuer: string;
      subject: string;
      /** Format: date-time */
      boundAt: string;
    };
    BindingListDto: {
      /** @description For `after`; null when there is nothing more. */
      next: string | null;
      items: components['schemas']['BindingDto'][];
    };
    CreateBindingDto: {
      /**
       * @description The servers of this group of trust.
       * @default default
       */
      trustGroup?: string;
      /** @description The role. */
      databaseUser: string;
      /** @description Whose it is: the provider's issuer, exactly. */
      issuer: string;
      /** @description Whose it is: the provider's `sub`, exactly. */
      subject: string;
    };
    HistoryEntryDto: {
      /** Format: uuid */
      id: string;
      /**
       * Format: uuid
       * @description As in the answer's `X-Execution-Id`.
       */
      executionId: string;
      /** @enum {string} */
      action: 'query' | 'copy';
      databaseUser: string | null;
      /** @description Of the connection that was pinned, where it ran on one. */
      databaseSessionId: string | null;
      durationMs: number;
      rows: number;
      /** @description Of rows. */
      bytes: number;
      /** @description How many statements were begun. */
      statements: number;
      /** @enum {string} */
      outcome:
        'ok' | 'failed' | 'denied' | 'cancelled' | 'client-aborted' | 'timeout' | 'session-ended';
      /** @description The problem's code, where it did not end well. */
      code: string | null;
      sqlstate: string | null;
      /** @description The message; null where no text is kept, or where the text had a secret. */
      error: string | null;
      /** @description Its secrets are taken out. Null where the administrator keeps no text. */
      sql: string | null;
      /** @description Of the whole text in UTF-8. */
      sqlSha256: string | null;
      serverId: string;
      /** @description What the server was called then. */
      serverName: string;
      database: string;
      /** Format: date-time */
      startedAt: string;
      /** @description Whether the text went on: a list shows 1,000 characters, and 64 KiB are kept. */
      sqlCut: boolean;
    };
    HistoryPageDto: {
      /** @description For `before`; null when there is nothing more. */
      next: string | null;
      items: components['schemas']['HistoryEntryDto'][];
    };
    ForgottenDto: {
      /** @description How many runs there were. */
      deleted: number;
    };
    NoticeDto: {
      severity: string;
      sqlstate: string;
      message: string;
      detail?: string;
      hint?: string;
    };
    ColumnDto: {
      /** @description `pg_type.oid`. */
      typeOid: number;
      typeModifier: number;
      name: string;
    };
    StoppedDto: {
      /**
       * @description `max-rows`: `maxRows` was reached.
       * @enum {string}
       */
      reason: 'max-rows';
      /** @description What to do about it. */
      detail: string;
    };
    ResultDto: {
      /** @description PostgreSQL's own text, or null for NULL. */
      rows: (string | null)[][];
      /** @description Rows in this answer. */
      rowCount: number;
      /** @description The command tag, for example `SELECT 3`; null when the answer stopped before it. */
      command: string | null;
      /** @description Empty for a statement that gives no rows. */
      columns: components['schemas']['ColumnDto'][];
      /** @description Absent when the result is whole. */
      stopped?: components['schemas']['StoppedDto'];
    };
    QueryAnswerDto: {
      /** @description PostgreSQL's own text, or null for NULL. */
      rows: (string | null)[][];
      /** @description Rows in this answer. */
      rowCount: number;
      /** @description The command tag, for example `SELECT 3`; null when the answer stopped before it. */
      command: string | null;
      durationMs: number;
      executionId: string;
      notices: components['schemas']['NoticeDto'][];
      /** @description The results of the further statements of a script; absent when there was one statement. */
      moreResults?: components['schemas']['ResultDto'][];
      /** @description What else is to be known of the answer: a transaction was left open and rolled back … */
      warning?: string;
      /**
       * @description Of the connection after the run (ReadyForQuery).
       * @enum {string}
       */
      transactionStatus: 'failed' | 'idle' | 'in transaction';
      /** @description Empty for a statement that gives no rows. */
      columns: components['schemas']['ColumnDto'][];
      /** @description Absent when the result is whole. */
      stopped?: components['schemas']['StoppedDto'];
    };
    PlanAnswerDto: {
      /** @description As PostgreSQL wrote it (EXPLAIN, FORMAT JSON). */
      plan: Record<string, never>[];
      /**
       * @description Of the connection after the run (ReadyForQuery).
       * @enum {string}
       */
      transactionStatus: 'idle' | 'in transaction' | 'failed';
      durationMs: number;
      executionId: string;
      notices: components['schemas']['NoticeDto'][];
    };
    ColumnsEventDto: {
      /** @enum {string} */
      kind: 'columns';
      /** Format: uuid */
      executionId: string;
      /** @description Which statement of a script, from 1; absent where there is one. */
      statement?: number;
      columns: components['schemas']['ColumnDto'][];
    };
    NoticeEventDto: {
      /** @enum {string} */
      kind: 'notice';
      severity: string;
      sqlstate: string;
      message: string;
      detail?: string;
      hint?: string;
    };
    CompleteEventDto: {
      /** @enum {string} */
      kind: 'complete';
      /** @description Which statement of a script, from 1; absent where there is one. */
      statement?: number;
      /** @description The command tag, for example `SELECT 3`; null when the answer stopped before it. */
      command: string | null;
      /** @description Rows in this answer. */
      rowCount: number;
      /** @description Absent when the result is whole. */
      stopped?: components['schemas']['StoppedDto'];
    };
    DoneEventDto: {
      /** @enum {string} */
      kind: 'done';
      /** Format: uuid */
      executionId: string;
      rows: number;
      /** @description Of the rows, unpacked. */
      bytes: number;
      /**
       * @description Of the connection after the run.
       * @enum {string}
       */
      transactionStatus: 'idle' | 'in transaction' | 'failed';
      durationMs: number;
      /** @description What else is to be known of the answer: a transaction was left open and rolled back … */
      warning?: string;
    };
    /** @enum {string} */
    CsvDelimiter: ',' | ';' | '\t' | '|' | 'tab';
    QueryDto: {
      /** @description Values of `$1`, `$2` … as PostgreSQL's text; numbers and booleans are written as text. */
      params?: (string | number | boolean | null)[];
      /**
       * @description Values of `:name` in the text, outside strings and comments, instead of `params`.
       * @example {
       *       "since": "2026-01-01"
       *     }
       */
      namedParams?: {
        [key: string]: string | number | boolean | null;
      };
      /** @description Rows per result after which the answer stops and says so. A JSON answer has a default. */
      maxRows?: number;
      /** @description Milliseconds after which the statement is cancelled. */
      timeoutMs?: number;
      /**
       * @description One statement, or without `params` a script of several, each of which runs for itself; the first
       *     that fails ends it.
       */
      sql: string;
      /**
       * @description Asks for the plan of one statement, as JSON. `plan` does not run it; `analyze` does, with all
       *     that it changes.
       * @enum {string}
       */
      explain?: 'plan' | 'analyze';
      /** @description The database to open; the definition's maintenance database when left out. */
      database?: string;
    };
    /** @enum {string} */
    CopyHeader: 'true' | 'false' | 'match';
    CopyAnswerDto: {
      rows: number;
      /** @description Of the body. */
      bytes: number;
      durationMs: number;
      /** @enum {string} */
      transactionStatus: 'idle' | 'in transaction' | 'failed';
      executionId: string;
      /** @description As it was asked for. */
      table: string;
      dryRun: boolean;
      /** @description True when the rows are there for good. */
      committed: boolean;
      notices: components['schemas']['NoticeDto'][];
    };
    ExecutionProblemDto: {
      code: string;
      detail: string;
      sqlstate?: string;
    };
    BlockerDto: {
      pid: number;
      databaseUser: string | null;
      /** @description Null where PostgreSQL does not show it: somebody else's session. */
      state: string | null;
      applicationName: string | null;
    };
    ActivityDto: {
      state: string | null;
      waitEventType: string | null;
      /** @description What it waits for; null while it computes. */
      waitEvent: string | null;
      /** @description Age of its transaction. */
      transactionMs: number | null;
      /** @description The row of the `pg_stat_progress_…` view that has one, with the `command`. */
      progress: {
        [key: string]: unknown;
      } | null;
      /** @description Who is in the way (`pg_blocking_pids`). */
      blockedBy: components['schemas']['BlockerDto'][];
    };
    ExecutionDto: {
      /**
       * @description How it ended; absent until it has.
       * @enum {string}
       */
      outcome?:
        'ok' | 'failed' | 'denied' | 'cancelled' | 'client-aborted' | 'timeout' | 'session-ended';
      /** Format: date-time */
      startedAt: string;
      elapsedMs: number;
      /** @description Rows so far. */
      rows: number;
      /** @description Bytes so far, before compression. */
      bytes: number;
      /** @description Statements that have begun. */
      statements: number;
      /** @description PostgreSQL's process. */
      backendPid?: number;
      /** @description The answer's `X-Execution-Id`. */
      id: string;
      /** @description The instance of pg-usher that runs it, or has run it. */
      instance: string;
      /** @enum {string} */
      kind: 'query' | 'copy';
      /** @enum {string} */
      state: 'running' | 'ended' | 'starting' | 'cancelling';
      problem?: components['schemas']['ExecutionProblemDto'];
      serverId: string;
      serverName: string;
      database: string;
      databaseSessionId?: string;
      /** @description PostgreSQL's version in its own words; absent until it has let us in. */
      serverVersion?: string;
      /** @description Absent when it does not run, and when it could not be asked for. */
      activity?: components['schemas']['ActivityDto'];
    };
    ExecutionListDto: {
      /** @description What runs, the newest first, and then what ended in the last ten minutes. */
      executions: components['schemas']['ExecutionDto'][];
    };
    RunLimitsDto: {
      /** @description Milliseconds, once connected, after which a run is cancelled that names no `timeoutMs`. */
      defaultTimeoutMs: number;
      /** @description Milliseconds: the longest `timeoutMs`. A longer one is this one. */
      maxTimeoutMs: number;
      /** @description Milliseconds for a connection to PostgreSQL: TLS, sign-in and checks included. */
      connectTimeoutMs: number;
      /** @description Milliseconds for which the reader of an answer, or the sender of a copy, may stand still. */
      stallTimeoutMs: number;
      /** @description Rows of each result in a JSON answer that names no `maxRows`. NDJSON and CSV have no limit then. */
      defaultJsonRows: number;
      /** @description Rows of each result: the largest `maxRows` of a JSON answer. A larger one is this one. */
      maxJsonRows: number;
      /** @description Bytes of all values in a JSON answer. */
      maxJsonBytes: number;
      /** @description Bytes of the rows of an answer in any format, before compression; null where there is no limit. */
      maxBytes: number | null;
      /** @description Bytes of one value. */
      maxCellBytes: number;
      /** @description Bytes of one row as PostgreSQL sends it, and of a line of NDJSON in a copy. */
      maxRowBytes: number;
      /** @description Bytes of an SQL text in UTF-8. */
      maxSqlBytes: number;
      /** @description Values of one run. */
      maxParams: number;
      /** @description Bytes of a request's body in JSON. */
      maxBodyBytes: number;
    };
    DatabaseSessionLimitsDto: {
      /** @description Sessions at once of one person, on each instance of the service. */
      perPerson: number;
      /** @description Milliseconds without a statement after which one is closed. */
      idleMs: number;
      /** @description The same within a transaction, in milliseconds, where that is less than `idleMs`. */
      transactionIdleMs: number;
      /** @description Milliseconds after which one is closed, however busy it is. */
      absoluteMs: number;
    };
    SignInLimitsDto: {
      /** @description Milliseconds without a request after which a login session ends. */
      idleMs: number;
      /** @description Milliseconds after which it ends, however busy it is. */
      absoluteMs: number;
    };
    HistoryLimitsDto: {
      /** @description Days for which a run is kept; 0 where no history is kept. */
      days: number;
      /** @description Runs of one person that are kept, the newest. */
      maxRuns: number;
      /** @description Bytes in UTF-8 that are kept of a text. */
      maxSqlBytes: number;
      /** @description Whether the texts of runs and the messages of their errors are kept, without their secrets. */
      keepsSqlText: boolean;
    };
    LimitsDto: {
      runs: components['schemas']['RunLimitsDto'];
      databaseSessions: components['schemas']['DatabaseSessionLimitsDto'];
      signIn: components['schemas']['SignInLimitsDto'];
      history: components['schemas']['HistoryLimitsDto'];
    };
    OpenDatabaseSessionDto: {
      /** Format: uuid */
      serverId: string;
      /** @description The database to open; the definition's maintenance database when left out. */
      database?: string;
    };
    DatabaseSessionDto: {
      /** @description PostgreSQL's process. */
      backendPid: number;
      /**
       * @description Null while a statement runs.
       * @enum {string|null}
       */
      transactionStatus: 'idle' | 'in transaction' | 'failed' | null;
      /**
       * Format: uuid
       * @description What runs on it.
       */
      executionId: string | null;
      /** Format: date-time */
      openedAt: string;
      /**
       * Format: date-time
       * @description When the last statement ended.
       */
      lastUsedAt: string;
      /**
       * Format: date-time
       * @description Null while a statement runs.
       */
      idleSince: string | null;
      /**
       * Format: date-time
       * @description When it is closed, however busy it is.
       */
      expiresAt: string;
      /** @description Milliseconds without a statement after which it is closed; fewer inside a transaction. */
      idleTimeoutMs: number;
      /** @description `<instance>.<UUID>`. */
      id: string;
      /** @description The instance of pg-usher that has it; requests must get there. */
      instance: string;
      serverId: string;
      serverName: string;
      database: string;
      databaseUser: string;
      /** @description PostgreSQL's version in its own words: `18.1`, or with those of a packager behind it. */
      serverVersion: string;
    };
    DatabaseSessionListDto: {
      /** @description The newest first. */
      sessions: components['schemas']['DatabaseSessionDto'][];
    };
    SessionQueryDto: {
      /** @description Values of `$1`, `$2` … as PostgreSQL's text; numbers and booleans are written as text. */
      params?: (string | number | boolean | null)[];
      /**
       * @description Values of `:name` in the text, outside strings and comments, instead of `params`.
       * @example {
       *       "since": "2026-01-01"
       *     }
       */
      namedParams?: {
        [key: string]: string | number | boolean | null;
      };
      /** @description Rows per result after which the answer stops and says so. A JSON answer has a default. */
      maxRows?: number;
      /** @description Milliseconds after which the statement is cancelled. */
      timeoutMs?: number;
      /**
       * @description One statement, or without `params` a script of several, each of which runs for itself; the first
       *     that fails ends it.
       */
      sql: string;
      /**
       * @description Asks for the plan of one statement, as JSON. `plan` does not run it; `analyze` does, with all
       *     that it changes.
       * @enum {string}
       */
      explain?: 'plan' | 'analyze';
    };
    /** @enum {string} */
    DownloadFormat: 'csv' | 'ndjson' | 'json';
    CreateDownloadDto: {
      /** @description Values of `$1`, `$2` … as PostgreSQL's text; numbers and booleans are written as text. */
      params?: (string | number | boolean | null)[];
      /**
       * @description Values of `:name` in the text, outside strings and comments, instead of `params`.
       * @example {
       *       "since": "2026-01-01"
       *     }
       */
      namedParams?: {
        [key: string]: string | number | boolean | null;
      };
      /** @description Rows per result after which the answer stops and says so. A JSON answer has a default. */
      maxRows?: number;
      /** @description Milliseconds after which the statement is cancelled. */
      timeoutMs?: number;
      /**
       * @description One statement, or without `params` a script of several, each of which runs for itself; the first
       *     that fails ends it.
       */
      sql: string;
      /**
       * @description Between two values; `tab` is a tab character.
       * @default ,
       */
      delimiter?: components['schemas']['CsvDelimiter'];
      format: components['schemas']['DownloadFormat'];
      /** @description The database to open; the definition's maintenance database when left out. */
      database?: string;
      /** Format: uuid */
      serverId: string;
      /** @description Whether the first line is the columns' names: true unless Accept says `header=absent`. */
      header?: boolean;
      /** @description Begins with a byte order mark, by which Excel knows UTF-8. False when left out. */
      bom?: boolean;
      /**
       * @description Puts an apostrophe before what a spreadsheet would take for a formula: texts that begin with
       *     `=`, `+`, `-`, `@`, a tab or a line end, but not plain numbers like -5. It changes the data, so it
       *     is for files that are opened in a spreadsheet. False when left out.
       */
      escapeFormulas?: boolean;
      /** @description What stands for NULL; nothing when left out. The same text as a value is put in quotes. */
      null?: string;
      /** @description The name that a browser gives the download; the format's extension is put on where it is missing. */
      filename?: string;
    };
    DownloadDto: {
      /**
       * Format: uuid
       * @description The id that the run will have: see GET /executions/{id}, which has it once it has begun.
       */
      executionId: string;
      /**
       * @description Where a form is to be posted to, on this origin.
       * @example /api/v1/downloads/usher.0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55
       */
      url: string;
      /**
       * Format: date-time
       * @description It must have begun by then.
       */
      expiresAt: string;
      /** @description `<instance>.<UUID>`. */
      id: string;
      /** @description The instance of pg-usher that has it, and will run it. */
      instance: string;
    };
    CreateSessionDownloadDto: {
      /** @description Values of `$1`, `$2` … as PostgreSQL's text; numbers and booleans are written as text. */
      params?: (string | number | boolean | null)[];
      /**
       * @description Values of `:name` in the text, outside strings and comments, instead of `params`.
       * @example {
       *       "since": "2026-01-01"
       *     }
       */
      namedParams?: {
        [key: string]: string | number | boolean | null;
      };
      /** @description Rows per result after which the answer stops and says so. A JSON answer has a default. */
      maxRows?: number;
      /** @description Milliseconds after which the statement is cancelled. */
      timeoutMs?: number;
      /**
       * @description One statement, or without `params` a script of several, each of which runs for itself; the first
       *     that fails ends it.
       */
      sql: string;
      /**
       * @description Between two values; `tab` is a tab character.
       * @default ,
       */
      delimiter?: components['schemas']['CsvDelimiter'];
      format: components['schemas']['DownloadFormat'];
      /** @description Whether the first line is the columns' names: true unless Accept says `header=absent`. */
      header?: boolean;
      /** @description Begins with a byte order mark, by which Excel knows UTF-8. False when left out. */
      bom?: boolean;
      /**
       * @description Puts an apostrophe before what a spreadsheet would take for a formula: texts that begin with
       *     `=`, `+`, `-`, `@`, a tab or a line end, but not plain numbers like -5. It changes the data, so it
       *     is for files that are opened in a spreadsheet. False when left out.
       */
      escapeFormulas?: boolean;
      /** @description What stands for NULL; nothing when left out. The same text as a value is put in quotes. */
      null?: string;
      /** @description The name that a browser gives the download; the format's extension is put on where it is missing. */
      filename?: string;
    };
    CatalogDatabaseDto: {
      oid: number;
      name: string;
      owner: string;
      comment: string | null;
      encoding: string;
      collation: string;
      template: boolean;
      /** @description False when nobody may connect to it, whatever their privileges. */
      allowsConnections: boolean;
      /** @description The caller may connect to it, as far as privileges go; the server's pg_hba.conf decides, too. */
      connect: boolean;
      /** @description The caller may create schemas in it. */
      create: boolean;
      /** @description The caller may create temporary tables in it. */
      temporary: boolean;
    };
    CatalogDatabasesDto: {
      items: components['schemas']['CatalogDatabaseDto'][];
    };
    CatalogSchemaDto: {
      oid: number;
      /** @description The place in the caller's search path, from 1; null when it is not on it. */
      searchPathPosition: number | null;
      owner: string;
      comment: string | null;
      /** @description PostgreSQL's own. */
      system: boolean;
      name: string;
      /** @description Without it nothing in the schema can be used, whatever the privileges on it are. */
      usage: boolean;
      /** @description May create objects in it. */
      create: boolean;
    };
    CatalogSchemasDto: {
      items: components['schemas']['CatalogSchemaDto'][];
      /** @description For `after`; null when there is no more. */
      next: string | null;
    };
    CatalogExtensionDto: {
      oid: number;
      name: string;
      version: string;
      owner: string;
      schema: string;
      comment: string | null;
    };
    CatalogExtensionsDto: {
      items: components['schemas']['CatalogExtensionDto'][];
    };
    /** @enum {string} */
    SearchKind: 'schema' | 'relation' | 'column' | 'function' | 'type';
    SearchHitDto: {
      kind: components['schemas']['SearchKind'];
      /** @description Of the object; of a column: of its relation. */
      oid: number;
      /** @enum {string} */
      match: 'exact' | 'prefix' | 'part';
      schema: string;
      name: string;
      /** @description Of a column: its relation. */
      relation: string | null;
      /** @description Arguments of a function, type of a column, kind of a relation. */
      detail: string | null;
      /** @description The caller may use the schema; names are visible to everybody. */
      schemaUsage: boolean;
    };
    SearchAnswerDto: {
      /** @description The best first: whole names, beginnings, parts; PostgreSQL's own schemas behind others. */
      items: components['schemas']['SearchHitDto'][];
      /** @description There is more than the limit lets through. */
      truncated: boolean;
    };
    /** @enum {string} */
    RelationKind:
      'table' | 'partitioned-table' | 'view' | 'materialized-view' | 'foreign-table' | 'sequence';
    CompletionRelationDto: {
      kind: components['schemas']['RelationKind'];
      /** @description Name and type of each; null where they were too many: ask for the relation itself. */
      columns: string[][] | null;
      schema: string;
      name: string;
      /** @description The caller may read all of it or some columns. */
      select: boolean;
    };
    /** @enum {string} */
    FunctionKind: 'function' | 'procedure' | 'aggregate' | 'window';
    CompletionFunctionDto: {
      kind: components['schemas']['FunctionKind'];
      schema: string;
      name: string;
      arguments: string;
      /** @description Null for a procedure. */
      result: string | null;
    };
    CompletionDto: {
      database: string;
      /** @description Names that need no schema are looked for here, in this order, after `pg_catalog`. */
      searchPath: string[];
      schemas: string[];
      /** @description In the order of the search path; PostgreSQL's own last. */
      relations: components['schemas']['CompletionRelationDto'][];
      functions: components['schemas']['CompletionFunctionDto'][];
      /** @description There is more than is given here: ask again with `schema` or `prefix`. */
      truncated: boolean;
    };
    CatalogSchemaRightsDto: {
      name: string;
      /** @description Without it nothing in the schema can be used, whatever the privileges on it are. */
      usage: boolean;
      /** @description May create objects in it. */
      create: boolean;
    };
    CatalogPrivilegesDto: {
      select: boolean;
      insert: boolean;
      update: boolean;
      delete: boolean;
      truncate: boolean;
      references: boolean;
      trigger: boolean;
      /** @description Null before PostgreSQL 17, which has no such privilege. */
      maintain: boolean | null;
    };
    CatalogSomeColumnsDto: {
      select: boolean;
      insert: boolean;
      update: boolean;
      references: boolean;
    };
    CatalogRelationDto: {
      oid: number;
      kind: components['schemas']['RelationKind'];
      /** @description As of the last VACUUM or ANALYZE; null when there was none, and for what holds no rows. */
      estimatedRows: number | null;
      /** @description Bytes of the rows without indexes and long values, as of the last VACUUM or ANALYZE. */
      estimatedBytes: number | null;
      name: string;
      owner: string;
      comment: string | null;
      /** @description A partition of another relation. */
      partition: boolean;
      /** @description Row security is switched on. */
      rowSecurity: boolean;
      privileges: components['schemas']['CatalogPrivilegesDto'];
      onSomeColumns: components['schemas']['CatalogSomeColumnsDto'];
    };
    CatalogRelationsDto: {
      schema: components['schemas']['CatalogSchemaRightsDto'];
      items: components['schemas']['CatalogRelationDto'][];
      /** @description For `after`; null when there is no more. */
      next: string | null;
    };
    CatalogSizesDto: {
      /** @description With long values, maps of free space and of visibility. */
      table: number;
      indexes: number;
      total: number;
    };
    CatalogPolicyDto: {
      /** @enum {string} */
      command: 'all' | 'select' | 'insert' | 'update' | 'delete';
      name: string;
      /** @description Permissive policies widen, restrictive ones narrow. */
      permissive: boolean;
      /** @description Empty for everybody. */
      roles: string[];
      /** @description Null when there is none, and while the relation is locked. */
      using: string | null;
      check: string | null;
      /** @description The caller is one of the roles. */
      appliesToMe: boolean;
      comment: string | null;
    };
    CatalogColumnPrivilegesDto: {
      select: boolean;
      insert: boolean;
      update: boolean;
      references: boolean;
    };
    CatalogColumnDto: {
      /** @description `attnum`: grows with each column, and numbers of dropped ones are not used again. */
      number: number;
      /** @enum {string|null} */
      identity: 'always' | 'by-default' | null;
      /** @enum {string|null} */
      generated: 'stored' | 'virtual' | null;
      /**
       * @description Where it is not the type's own.
       * @enum {string|null}
       */
      storage: 'plain' | 'external' | 'main' | 'extended' | null;
      /** @enum {string|null} */
      compression: 'pglz' | 'lz4' | null;
      statisticsTarget: number | null;
      name: string;
      /** @description As in CREATE TABLE; names outside of pg_catalog have their schema. */
      type: string;
      notNull: boolean;
      /** @description The expression of a default, or of a generated column. */
      default: string | null;
      comment: string | null;
      privileges: components['schemas']['CatalogColumnPrivilegesDto'];
      /** @description Where it is not the type's own; quoted, with its schema. */
      collation: string | null;
      /** @description `name=value`. */
      options: string[];
      /** @description Of a column of a foreign table, `name=value`. */
      foreignOptions: string[];
      /** @description Defined for this relation itself; it may be inherited as well. */
      local: boolean;
      inherited: boolean;
      /** @description A parent has a default for it. */
      parentDefault: boolean;
      /** @description A parent has it NOT NULL. */
      parentNotNull: boolean;
    };
    CatalogForeignKeyEndDto: {
      oid: number;
      schema: string;
      relation: string;
      columns: string[];
    };
    CatalogConstraintDto: {
      /** @enum {string} */
      kind: 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclusion' | 'not-null';
      /** @enum {string|null} */
      onUpdate: 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default' | null;
      /** @enum {string|null} */
      onDelete: 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default' | null;
      name: string;
      /** @description As in CREATE TABLE; null while the relation is locked. */
      definition: string | null;
      columns: string[];
      /** @description Holds for the rows that were there before it, too. */
      validated: boolean;
      enforced: boolean;
      deferrable: boolean;
      deferred: boolean;
      /** @description Defined for this relation itself; it may be inherited as well. */
      local: boolean;
      inherited: boolean;
      /** @description Of a check, or of NOT NULL: inherited by no child. */
      noInherit: boolean;
      /** @description A partition's share of a constraint of its parent. */
      fromParent: boolean;
      comment: string | null;
      /** @description Of a foreign key: what it refers to. */
      references: components['schemas']['CatalogForeignKeyEndDto'] | null;
    };
    CatalogReferrerDto: {
      oid: number;
      /** @enum {string|null} */
      onUpdate: 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default' | null;
      /** @enum {string|null} */
      onDelete: 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default' | null;
      constraint: string;
      /** @description Of this relation. */
      referencedColumns: string[];
      schema: string;
      relation: string;
      columns: string[];
    };
    CatalogIndexDto: {
      oid: number;
      /** @description Bytes; null while the relation is locked. */
      bytes: number | null;
      name: string;
      /** @description Null while the relation is locked. */
      definition: string | null;
      method: string;
      /** @description Columns of the key and included ones; expressions are left out. */
      columns: string[];
      unique: boolean;
      primary: boolean;
      /** @description False after a CREATE INDEX CONCURRENTLY that failed: it is kept up, and not used. */
      valid: boolean;
      clustered: boolean;
      replicaIdentity: boolean;
      /** @description The constraint that it stands for. */
      constraint: string | null;
      /** @description A partition's share of an index of its parent. */
      fromParent: boolean;
      /** @description Null for the database's default. */
      tablespace: string | null;
      /** @description Storage parameters, `name=value`. */
      options: string[];
      /** @description Of columns that have one of their own, expressions mostly: `number=target`. */
      statisticsTargets: string[];
      comment: string | null;
    };
    CatalogNameDto: {
      oid: number;
      schema: string;
      name: string;
    };
    CatalogTriggerDto: {
      /** @enum {string} */
      fires: 'origin' | 'replica' | 'always' | 'disabled';
      name: string;
      /** @description Null while the relation is locked. */
      definition: string | null;
      function: components['schemas']['CatalogNameDto'];
      /** @description A partition's share of a trigger of its parent. */
      fromParent: boolean;
      comment: string | null;
    };
    CatalogRuleDto: {
      /** @enum {string} */
      fires: 'origin' | 'replica' | 'always' | 'disabled';
      name: string;
      /** @description Null while the relation is locked. */
      definition: string | null;
      comment: string | null;
    };
    CatalogStatisticsDto: {
      target: number | null;
      schema: string;
      name: string;
      /** @description Null while the relation is locked. */
      definition: string | null;
      comment: string | null;
    };
    CatalogRelativeDto: {
      oid: number;
      schema: string;
      name: string;
      /** @description Of a partition: FOR VALUES …; null while it is locked. */
      bound: string | null;
    };
    CatalogSequenceOwnerDto: {
      schema: string;
      relation: string;
      column: string;
      /** @description The sequence of an identity column, which PostgreSQL made. */
      identity: boolean;
    };
    CatalogSequenceDto: {
      schema: string;
      name: string;
      type: string;
      start: string;
      increment: string;
      minimum: string;
      maximum: string;
      cache: string;
      cycle: boolean;
      /** @description The column that the sequence is dropped with; null when it stands alone. */
      ownedBy: components['schemas']['CatalogSequenceOwnerDto'] | null;
    };
    RelationDescriptionDto: {
      oid: number;
      kind: components['schemas']['RelationKind'];
      /** @enum {string} */
      persistence: 'permanent' | 'unlogged' | 'temporary';
      /** @enum {string} */
      replicaIdentity: 'default' | 'nothing' | 'full' | 'index';
      /** @description As of the last VACUUM or ANALYZE; null when there was none, and for what holds no rows. */
      estimatedRows: number | null;
      schema: components['schemas']['CatalogSchemaRightsDto'];
      name: string;
      owner: string;
      comment: string | null;
      /** @description `heap` and its like; null for what has none. */
      accessMethod: string | null;
      /** @description Null for the database's default. */
      tablespace: string | null;
      /** @description Storage parameters, `name=value`; those of long values begin with `toast.`. */
      options: string[];
      /** @description The composite type that the table is made of; null for other tables. */
      ofType: string | null;
      /** @description Null while the relation is locked. */
      sizes: components['schemas']['CatalogSizesDto'] | null;
      privileges: components['schemas']['CatalogPrivilegesDto'];
      onSomeColumns: components['schemas']['CatalogSomeColumnsDto'];
      /** @description Row security is switched on. */
      rowSecurity: boolean;
      /** @description Row security holds for the owner, too. */
      rowSecurityForced: boolean;
      /** @description The caller's own statements are under row security: they see and change what policies let them. */
      rowSecurityApplies: boolean;
      policies: components['schemas']['CatalogPolicyDto'][];
      columns: components['schemas']['CatalogColumnDto'][];
      /** @description The columns of the primary key; null when there is none. */
      primaryKey: string[] | null;
      constraints: components['schemas']['CatalogConstraintDto'][];
      referencedBy: components['schemas']['CatalogReferrerDto'][];
      indexes: components['schemas']['CatalogIndexDto'][];
      triggers: components['schemas']['CatalogTriggerDto'][];
      rules: components['schemas']['CatalogRuleDto'][];
      statistics: components['schemas']['CatalogStatisticsDto'][];
      /** @description A partition of another relation. */
      partition: boolean;
      /** @description Of a partitioned table: RANGE (…) and its like. */
      partitionKey: string | null;
      /** @description Of a partition: FOR VALUES … */
      partitionBound: string | null;
      parents: components['schemas']['CatalogRelativeDto'][];
      children: components['schemas']['CatalogRelativeDto'][];
      /** @description Of a view. */
      definition: string | null;
      /** @description False for a materialized view that was never refreshed; true for everything else. */
      populated: boolean;
      /** @description Of a foreign table. */
      foreignServer: string | null;
      foreignOptions: string[];
      /** @description Of a sequence. */
      sequence: components['schemas']['CatalogSequenceDto'] | null;
      /** @description Of the columns of a table. */
      ownedSequences: components['schemas']['CatalogSequenceDto'][];
      /** @description Statements that make the relation again, without owner and grants; null while it is locked. */
      ddl: string | null;
      /**
       * @description Somebody holds an ACCESS EXCLUSIVE lock on the relation, or on one that it refers to:
       *     expressions, definitions and sizes are left out.
       */
      locked: boolean;
      /** @description Lists that hold their first 1,000 entries only. */
      truncated: string[];
    };
    CatalogFunctionDto: {
      oid: number;
      kind: components['schemas']['FunctionKind'];
      name: string;
      /** @description With names, modes and defaults, as in CREATE FUNCTION. */
      arguments: string;
      /** @description Null for a procedure. */
      result: string | null;
      language: string;
      owner: string;
      comment: string | null;
      /** @description Runs with the privileges of its owner. */
      securityDefiner: boolean;
      /** @description The caller may run it. */
      execute: boolean;
    };
    CatalogFunctionsDto: {
      schema: components['schemas']['CatalogSchemaRightsDto'];
      items: components['schemas']['CatalogFunctionDto'][];
      /** @description For `after`; null when there is no more. */
      next: string | null;
    };
    FunctionDescriptionDto: {
      oid: number;
      kind: components['schemas']['FunctionKind'];
      /** @enum {string} */
      volatility: 'immutable' | 'stable' | 'volatile';
      /** @enum {string} */
      parallel: 'safe' | 'restricted' | 'unsafe';
      schema: components['schemas']['CatalogSchemaRightsDto'];
      /** @description What tells it from others of the same name, as DROP FUNCTION takes it. */
      identityArguments: string;
      /** @description NULL in, NULL out, without a call. */
      strict: boolean;
      leakproof: boolean;
      /** @description Settings for the time of a call, `name=value`. */
      settings: string[];
      /** @description CREATE OR REPLACE …; null for aggregates, and while a relation that it reads is locked. */
      definition: string | null;
      /** @description Somebody holds an ACCESS EXCLUSIVE lock on a relation that the definition refers to. */
      locked: boolean;
      name: string;
      /** @description With names, modes and defaults, as in CREATE FUNCTION. */
      arguments: string;
      /** @description Null for a procedure. */
      result: string | null;
      language: string;
      owner: string;
      comment: string | null;
      /** @description Runs with the privileges of its owner. */
      securityDefiner: boolean;
      /** @description The caller may run it. */
      execute: boolean;
    };
    /** @enum {string} */
    TypeKind: 'base' | 'composite' | 'domain' | 'enum' | 'range' | 'multirange' | 'pseudo';
    CatalogTypeDto: {
      oid: number;
      kind: components['schemas']['TypeKind'];
      name: string;
      owner: string;
      comment: string | null;
      /** @description The caller may use it for columns. */
      usage: boolean;
    };
    CatalogTypesDto: {
      schema: components['schemas']['CatalogSchemaRightsDto'];
      items: components['schemas']['CatalogTypeDto'][];
      /** @description For `after`; null when there is no more. */
      next: string | null;
    };
    CatalogAttributeDto: {
      name: string;
      type: string;
      comment: string | null;
    };
    CatalogDomainCheckDto: {
      name: string;
      definition: string | null;
      validated: boolean;
    };
    TypeDescriptionDto: {
      oid: number;
      kind: components['schemas']['TypeKind'];
      name: string;
      owner: string;
      comment: string | null;
      /** @description The caller may use it for columns. */
      usage: boolean;
      schema: components['schemas']['CatalogSchemaRightsDto'];
      /** @description Of an enum, in its order. */
      labels: string[];
      /** @description Of a composite type. */
      attributes: components['schemas']['CatalogAttributeDto'][];
      /** @description What a domain is made of. */
      baseType: string | null;
      /** @description Of a domain. */
      notNull: boolean;
      /** @description Of a domain. */
      default: string | null;
      /** @description Of a domain. */
      checks: components['schemas']['CatalogDomainCheckDto'][];
      /** @description What a range, or a multirange, has as its bounds. */
      subtype: string | null;
      /** @description Something that a definition refers to is locked; the definitions are left out. */
      locked: boolean;
    };
    HealthDto: {
      /** @enum {string} */
      status: 'ok';
    };
    WelcomeStepDto: {
      title: string;
      /** @description Plain text. */
      text: string;
      /** @description Where it is done: a path of this site, with its query and its fragment. */
      href?: string;
      /** @description As whom, for people to read. */
      as?: string;
    };
    WelcomeDto: {
      title: string | null;
      text: string | null;
      steps: components['schemas']['WelcomeStepDto'][];
    };
    /** @description A failure (RFC 9457). */
    Problem: {
      /** Format: uri */
      type: string;
      /** @description The same for every occurrence of this code. */
      title: string;
      status: number;
      /** @description What happened here, for a person. */
      detail: string;
      /** @description Names the request; administrators find it in the log. */
      instance: string;
      /** @enum {string} */
      code:
        | 'malformed-request'
        | 'validation-failed'
        | 'credentials-conflict'
        | 'logout-token-invalid'
        | 'passthrough-credentials'
        | 'unauthenticated'
        | 'step-up-required'
        | 'login-failed'
        | 'session-ended'
        | 'login-refused'
        | 'cross-site-request'
        | 'admin-only'
        | 'not-oauth'
        | 'claim-missing'
        | 'claim-invalid'
        | 'role-protected'
        | 'role-bound-to-other'
        | 'role-not-approved'
        | 'provider-not-allowed'
        | 'role-missing'
        | 'connection-not-allowed'
        | 'database-forbidden'
        | 'identity-mismatch'
        | 'not-found'
        | 'server-not-found'
        | 'execution-not-found'
        | 'session-not-found'
        | 'download-not-found'
        | 'object-not-found'
        | 'database-not-found'
        | 'method-not-allowed'
        | 'not-acceptable'
        | 'reader-stalled'
        | 'name-taken'
        | 'account-exists'
        | 'account-protected'
        | 'managed-by-file'
        | 'binding-taken'
        | 'query-cancelled'
        | 'session-busy'
        | 'principal-changed'
        | 'already-executed'
        | 'session-closed'
        | 'revision-mismatch'
        | 'payload-too-large'
        | 'unsupported-media-type'
        | 'wrong-instance'
        | 'query-failed'
        | 'statement-unsupported'
        | 'result-too-large'
        | 'copy-data-invalid'
        | 'idempotency-key-reused'
        | 'revision-required'
        | 'too-many-requests'
        | 'too-many-sessions'
        | 'internal'
        | 'provider-error'
        | 'certificate-rejected'
        | 'server-unreachable'
        | 'server-untrusted'
        | 'server-misbehaved'
        | 'connection-lost'
        | 'audit-unavailable'
        | 'store-unavailable'
        | 'provider-unavailable'
        | 'passthrough-unavailable'
        | 'credentials-missing'
        | 'server-full'
        | 'provider-timeout'
        | 'query-timeout';
      /**
       * @description Who can fix it.
       * @enum {string}
       */
      owner?: 'user' | 'admin' | 'dba';
      /** @description The exact line to paste. */
      fix?: string;
      /** @description PostgreSQL's error code. */
      sqlstate?: string;
      /** @description In the SQL text, in characters, from 1. */
      position?: number;
      /** @description Which statement of a script, from 1. */
      statement?: number;
      /** @description Where that statement stands in the SQL text, in characters. */
      statementRange?: {
        /** @description From 0. */
        start: number;
        /** @description Behind its last character. */
        end: number;
      };
      /** @description Of data that was sent, from 1. */
      line?: number;
      /** @description Of data that was sent. */
      column?: string;
      /**
       * @description Of the session, after the failure.
       * @enum {string}
       */
      transactionStatus?: 'idle' | 'in transaction' | 'failed';
      /** @description The run that this is about. */
      executionId?: string;
      /** @description The instance that has what was asked for (421). */
      owningInstance?: string;
      /** @description Where to sign in anew. */
      loginUrl?: string;
      hint?: string;
      /** @description What else PostgreSQL said. */
      databaseDetail?: string;
      /** @description Field by field. */
      errors?: {
        /** @description A JSON pointer (RFC 6901) into the body. */
        pointer: string;
        detail: string;
      }[];
    };
    /** @description The last NDJSON line of a run that failed. */
    ErrorEvent: components['schemas']['Problem'] & {
      /** @enum {string} */
      kind: 'error';
      /** @description What else is to be known of the answer. */
      warning?: string;
    };
    /** @description One line of an NDJSON answer: an array is a row, an object is an event. Exactly one `done` or `error` comes last; a stream without it is a broken connection. */
    QueryLine:
      | (string | null)[]
      | components['schemas']['ColumnsEventDto']
      | components['schemas']['NoticeEventDto']
      | components['schemas']['CompleteEventDto']
      | components['schemas']['DoneEventDto']
      | components['schemas']['ErrorEvent'];
  };
  responses: {
    /**
     * @description - `malformed-request`: The request could not be read
     *     - `validation-failed`: The request has fields that are wrong
     *     - `credentials-conflict`: The request carries two identities
     */
    BadRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'malformed-request' | 'validation-failed' | 'credentials-conflict';
        };
      };
    };
    /** @description - `unauthenticated`: Please sign in */
    Unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'unauthenticated';
        };
      };
    };
    /** @description - `admin-only`: This needs an administrator of pg-usher */
    Forbidden: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'admin-only';
        };
      };
    };
    /** @description - `principal-changed`: Somebody else is signed in now */
    Conflict: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'principal-changed';
        };
      };
    };
    /** @description - `too-many-requests`: There were too many attempts */
    TooManyRequests: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'too-many-requests';
        };
      };
    };
    /** @description - `internal`: Something went wrong in pg-usher */
    InternalServerError: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'internal';
        };
      };
    };
    /** @description - `provider-error`: The identity provider gave an answer that cannot be used */
    BadGateway: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'provider-error';
        };
      };
    };
    /**
     * @description - `store-unavailable`: pg-usher's own database is not answering
     *     - `provider-unavailable`: The identity provider is not answering
     */
    ServiceUnavailable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'store-unavailable' | 'provider-unavailable';
        };
      };
    };
    /** @description - `provider-timeout`: The identity provider took too long */
    GatewayTimeout: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'provider-timeout';
        };
      };
    };
    /**
     * @description - `cross-site-request`: The request came from another site
     *     - `admin-only`: This needs an administrator of pg-usher
     */
    Forbidden2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'cross-site-request' | 'admin-only';
        };
      };
    };
    /**
     * @description - `account-exists`: Another account has this name
     *     - `principal-changed`: Somebody else is signed in now
     */
    Conflict2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'account-exists' | 'principal-changed';
        };
      };
    };
    /** @description - `payload-too-large`: The request is too large */
    PayloadTooLarge: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'payload-too-large';
        };
      };
    };
    /** @description - `unsupported-media-type`: The request body has a type that is not read here */
    UnsupportedMediaType: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'unsupported-media-type';
        };
      };
    };
    /**
     * @description - `audit-unavailable`: Nothing runs while it cannot be recorded
     *     - `store-unavailable`: pg-usher's own database is not answering
     *     - `provider-unavailable`: The identity provider is not answering
     */
    ServiceUnavailable2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'audit-unavailable' | 'store-unavailable' | 'provider-unavailable';
        };
      };
    };
    /** @description - `not-found`: There is nothing here */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'not-found';
        };
      };
    };
    /**
     * @description - `account-protected`: This account cannot be changed like that
     *     - `principal-changed`: Somebody else is signed in now
     */
    Conflict3: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'account-protected' | 'principal-changed';
        };
      };
    };
    /**
     * @description - `unauthenticated`: Please sign in
     *     - `login-failed`: The sign-in did not succeed
     */
    Unauthorized2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'unauthenticated' | 'login-failed';
        };
      };
    };
    /** @description - `cross-site-request`: The request came from another site */
    Forbidden3: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'cross-site-request';
        };
      };
    };
    /**
     * @description - `malformed-request`: The request could not be read
     *     - `validation-failed`: The request has fields that are wrong
     */
    BadRequest2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'malformed-request' | 'validation-failed';
        };
      };
    };
    /** @description - `malformed-request`: The request could not be read */
    BadRequest3: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'malformed-request';
        };
      };
    };
    /** @description - `login-failed`: The sign-in did not succeed */
    Unauthorized3: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'login-failed';
        };
      };
    };
    /**
     * @description - `login-refused`: This sign-in cannot be completed
     *     - `cross-site-request`: The request came from another site
     */
    Forbidden4: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'login-refused' | 'cross-site-request';
        };
      };
    };
    /** @description - `login-refused`: This sign-in cannot be completed */
    Forbidden5: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'login-refused';
        };
      };
    };
    /**
     * @description - `malformed-request`: The request could not be read
     *     - `validation-failed`: The request has fields that are wrong
     *     - `logout-token-invalid`: The logout token is not valid
     */
    BadRequest4: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'malformed-request' | 'validation-failed' | 'logout-token-invalid';
        };
      };
    };
    /**
     * @description - `malformed-request`: The request could not be read
     *     - `validation-failed`: The request has fields that are wrong
     *     - `credentials-conflict`: The request carries two identities
     *     - `passthrough-credentials`: A passthrough server keeps no user name and no password
     */
    BadRequest5: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?:
            | 'malformed-request'
            | 'validation-failed'
            | 'credentials-conflict'
            | 'passthrough-credentials';
        };
      };
    };
    /**
     * @description - `name-taken`: Another server has this name
     *     - `principal-changed`: Somebody else is signed in now
     */
    Conflict4: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'name-taken' | 'principal-changed';
        };
      };
    };
    /** @description - `server-not-found`: There is no such server */
    NotFound2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'server-not-found';
        };
      };
    };
    /**
     * @description - `managed-by-file`: This server is defined in a file
     *     - `principal-changed`: Somebody else is signed in now
     */
    Conflict5: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'managed-by-file' | 'principal-changed';
        };
      };
    };
    /** @description - `revision-mismatch`: Somebody changed this in the meantime */
    PreconditionFailed: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'revision-mismatch';
        };
      };
    };
    /** @description - `revision-required`: Say which revision you are changing */
    PreconditionRequired: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'revision-required';
        };
      };
    };
    /**
     * @description - `name-taken`: Another server has this name
     *     - `managed-by-file`: This server is defined in a file
     *     - `principal-changed`: Somebody else is signed in now
     */
    Conflict6: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'name-taken' | 'managed-by-file' | 'principal-changed';
        };
      };
    };
    /**
     * @description - `unauthenticated`: Please sign in
     *     - `step-up-required`: This server asks for a fresh sign-in
     *     - `session-ended`: Your session has ended
     */
    Unauthorized4: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'unauthenticated' | 'step-up-required' | 'session-ended';
        };
      };
    };
    /**
     * @description - `cross-site-request`: The request came from another site
     *     - `not-oauth`: This login has no database identity
     *     - `claim-missing`: Your sign-in did not include a database user
     *     - `claim-invalid`: Your sign-in names a database user that is not allowed
     *     - `role-protected`: This database user is protected
     *     - `role-bound-to-other`: This database user belongs to somebody else
     *     - `role-not-approved`: This database user has not been approved for you
     *     - `provider-not-allowed`: This server is for people of another identity provider
     *     - `role-missing`: PostgreSQL has no such database user
     *     - `connection-not-allowed`: PostgreSQL does not allow this connection
     *     - `database-forbidden`: You may not open this database
     *     - `identity-mismatch`: PostgreSQL answered as somebody else
     */
    Forbidden6: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?:
            | 'cross-site-request'
            | 'not-oauth'
            | 'claim-missing'
            | 'claim-invalid'
            | 'role-protected'
            | 'role-bound-to-other'
            | 'role-not-approved'
            | 'provider-not-allowed'
            | 'role-missing'
            | 'connection-not-allowed'
            | 'database-forbidden'
            | 'identity-mismatch';
        };
      };
    };
    /**
     * @description - `server-not-found`: There is no such server
     *     - `database-not-found`: There is no such database
     */
    NotFound3: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'server-not-found' | 'database-not-found';
        };
      };
    };
    /** @description - `reader-stalled`: Nobody was reading the answer */
    RequestTimeout: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'reader-stalled';
        };
      };
    };
    /**
     * @description - `query-cancelled`: The statement was cancelled
     *     - `principal-changed`: Somebody else is signed in now
     */
    Conflict7: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'query-cancelled' | 'principal-changed';
        };
      };
    };
    /**
     * @description - `query-failed`: PostgreSQL refused the statement
     *     - `result-too-large`: The result is larger than is allowed
     */
    UnprocessableEntity: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'query-failed' | 'result-too-large';
        };
      };
    };
    /**
     * @description - `provider-error`: The identity provider gave an answer that cannot be used
     *     - `certificate-rejected`: PostgreSQL did not accept this service's certificate
     *     - `server-unreachable`: The PostgreSQL server is not answering
     *     - `server-untrusted`: The PostgreSQL server could not prove who it is
     *     - `server-misbehaved`: The PostgreSQL server gave an answer that cannot be used
     *     - `connection-lost`: PostgreSQL closed the connection
     */
    BadGateway2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?:
            | 'provider-error'
            | 'certificate-rejected'
            | 'server-unreachable'
            | 'server-untrusted'
            | 'server-misbehaved'
            | 'connection-lost';
        };
      };
    };
    /**
     * @description - `audit-unavailable`: Nothing runs while it cannot be recorded
     *     - `store-unavailable`: pg-usher's own database is not answering
     *     - `provider-unavailable`: The identity provider is not answering
     *     - `passthrough-unavailable`: Passthrough is not available
     *     - `credentials-missing`: This server has no credentials that can be used
     *     - `server-full`: The PostgreSQL server takes no more connections
     */
    ServiceUnavailable3: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?:
            | 'audit-unavailable'
            | 'store-unavailable'
            | 'provider-unavailable'
            | 'passthrough-unavailable'
            | 'credentials-missing'
            | 'server-full';
        };
      };
    };
    /**
     * @description - `provider-timeout`: The identity provider took too long
     *     - `query-timeout`: The statement took too long
     */
    GatewayTimeout2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'provider-timeout' | 'query-timeout';
        };
      };
    };
    /**
     * @description - `cross-site-request`: The request came from another site
     *     - `admin-only`: This needs an administrator of pg-usher
     *     - `claim-invalid`: Your sign-in names a database user that is not allowed
     *     - `role-protected`: This database user is protected
     */
    Forbidden7: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'cross-site-request' | 'admin-only' | 'claim-invalid' | 'role-protected';
        };
      };
    };
    /**
     * @description - `binding-taken`: This database user is bound already
     *     - `principal-changed`: Somebody else is signed in now
     */
    Conflict8: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'binding-taken' | 'principal-changed';
        };
      };
    };
    /** @description - `not-acceptable`: None of the formats asked for is on offer */
    NotAcceptable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'not-acceptable';
        };
      };
    };
    /**
     * @description - `query-cancelled`: The statement was cancelled
     *     - `principal-changed`: Somebody else is signed in now
     *     - `already-executed`: This has been carried out before
     */
    Conflict9: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'query-cancelled' | 'principal-changed' | 'already-executed';
        };
      };
    };
    /**
     * @description - `query-failed`: PostgreSQL refused the statement
     *     - `statement-unsupported`: This statement cannot be run here
     *     - `result-too-large`: The result is larger than is allowed
     *     - `idempotency-key-reused`: This Idempotency-Key belongs to another request
     */
    UnprocessableEntity2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?:
            | 'query-failed'
            | 'statement-unsupported'
            | 'result-too-large'
            | 'idempotency-key-reused';
        };
      };
    };
    /**
     * @description - `query-failed`: PostgreSQL refused the statement
     *     - `result-too-large`: The result is larger than is allowed
     *     - `copy-data-invalid`: The data could not be read
     */
    UnprocessableEntity3: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'query-failed' | 'result-too-large' | 'copy-data-invalid';
        };
      };
    };
    /** @description - `execution-not-found`: There is no such execution */
    NotFound4: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'execution-not-found';
        };
      };
    };
    /** @description - `wrong-instance`: Another instance of pg-usher has this */
    MisdirectedRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'wrong-instance';
        };
      };
    };
    /**
     * @description - `too-many-requests`: There were too many attempts
     *     - `too-many-sessions`: There are too many database sessions
     */
    TooManyRequests2: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'too-many-requests' | 'too-many-sessions';
        };
      };
    };
    /** @description - `session-not-found`: There is no such database session */
    NotFound5: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'session-not-found';
        };
      };
    };
    /** @description - `session-closed`: The database session is closed */
    Gone: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'session-closed';
        };
      };
    };
    /**
     * @description - `server-not-found`: There is no such server
     *     - `session-not-found`: There is no such database session
     *     - `database-not-found`: There is no such database
     */
    NotFound6: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'server-not-found' | 'session-not-found' | 'database-not-found';
        };
      };
    };
    /**
     * @description - `query-cancelled`: The statement was cancelled
     *     - `session-busy`: The database session is busy
     *     - `principal-changed`: Somebody else is signed in now
     *     - `already-executed`: This has been carried out before
     */
    Conflict10: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'query-cancelled' | 'session-busy' | 'principal-changed' | 'already-executed';
        };
      };
    };
    /**
     * @description - `query-cancelled`: The statement was cancelled
     *     - `session-busy`: The database session is busy
     *     - `principal-changed`: Somebody else is signed in now
     */
    Conflict11: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'query-cancelled' | 'session-busy' | 'principal-changed';
        };
      };
    };
    /**
     * @description - `unauthenticated`: Please sign in
     *     - `step-up-required`: This server asks for a fresh sign-in
     */
    Unauthorized5: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'unauthenticated' | 'step-up-required';
        };
      };
    };
    /**
     * @description - `cross-site-request`: The request came from another site
     *     - `not-oauth`: This login has no database identity
     *     - `provider-not-allowed`: This server is for people of another identity provider
     */
    Forbidden8: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'cross-site-request' | 'not-oauth' | 'provider-not-allowed';
        };
      };
    };
    /**
     * @description - `server-not-found`: There is no such server
     *     - `session-not-found`: There is no such database session
     *     - `download-not-found`: There is no such download
     *     - `database-not-found`: There is no such database
     */
    NotFound7: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?:
            'server-not-found' | 'session-not-found' | 'download-not-found' | 'database-not-found';
        };
      };
    };
    /**
     * @description - `query-failed`: PostgreSQL refused the statement
     *     - `statement-unsupported`: This statement cannot be run here
     *     - `result-too-large`: The result is larger than is allowed
     */
    UnprocessableEntity4: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'query-failed' | 'statement-unsupported' | 'result-too-large';
        };
      };
    };
    /**
     * @description - `server-not-found`: There is no such server
     *     - `session-not-found`: There is no such database session
     */
    NotFound8: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'server-not-found' | 'session-not-found';
        };
      };
    };
    /**
     * @description - `not-oauth`: This login has no database identity
     *     - `claim-missing`: Your sign-in did not include a database user
     *     - `claim-invalid`: Your sign-in names a database user that is not allowed
     *     - `role-protected`: This database user is protected
     *     - `role-bound-to-other`: This database user belongs to somebody else
     *     - `role-not-approved`: This database user has not been approved for you
     *     - `provider-not-allowed`: This server is for people of another identity provider
     *     - `role-missing`: PostgreSQL has no such database user
     *     - `connection-not-allowed`: PostgreSQL does not allow this connection
     *     - `database-forbidden`: You may not open this database
     *     - `identity-mismatch`: PostgreSQL answered as somebody else
     */
    Forbidden9: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?:
            | 'not-oauth'
            | 'claim-missing'
            | 'claim-invalid'
            | 'role-protected'
            | 'role-bound-to-other'
            | 'role-not-approved'
            | 'provider-not-allowed'
            | 'role-missing'
            | 'connection-not-allowed'
            | 'database-forbidden'
            | 'identity-mismatch';
        };
      };
    };
    /**
     * @description - `server-not-found`: There is no such server
     *     - `object-not-found`: There is no such object in the database
     *     - `database-not-found`: There is no such database
     */
    NotFound9: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'server-not-found' | 'object-not-found' | 'database-not-found';
        };
      };
    };
    /** @description - `store-unavailable`: pg-usher's own database is not answering */
    ServiceUnavailable4: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'store-unavailable';
        };
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listAccounts: {
    parameters: {
      query?: {
        /** @description In the user name; case does not matter. */
        search?: string;
        /** @description How many to give. */
        limit?: number;
        /** @description `next` of the page before. */
        after?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountListDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createAccount: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "username": "operator",
         *       "password": "correct horse battery staple",
         *       "isAdmin": true
         *     }
         */
        'application/json': components['schemas']['CreateAccountDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden2'];
      409: components['responses']['Conflict2'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeAccount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The account. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "disabled": true
         *     }
         */
        'application/json': components['schemas']['ChangeAccountDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden2'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict3'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resetPassword: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The account. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "password": "correct horse battery staple"
         *     }
         */
        'application/json': components['schemas']['ResetPasswordDto'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden2'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict3'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "oldPassword": "correct horse battery staple",
         *       "newPassword": "a longer one that nobody knows"
         *     }
         */
        'application/json': components['schemas']['ChangePasswordDto'];
      };
    };
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized2'];
      403: components['responses']['Forbidden3'];
      409: components['responses']['Conflict3'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listSessions: {
    parameters: {
      query?: {
        /** @description In the user name, the subject, the address or what the browser called itself; case does not matter. */
        search?: string;
        /** @description How many to give, the newest first. */
        limit?: number;
        /** @description Only sessions of this issuer. */
        issuer?: string;
        /** @description Only sessions of this subject. */
        subject?: string;
        /** @description `next` of the page before. */
        before?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionListDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The session. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden2'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endSessionsOfIdentity: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "issuer": "https://id.example.com",
         *       "subject": "248289761001"
         *     }
         */
        'application/json': components['schemas']['IdentityDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ended": 2
           *     }
           */
          'application/json': components['schemas']['EndedSessionsDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden2'];
      409: components['responses']['Conflict'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listLoginProviders: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example [
           *       {
           *         "id": "oidc",
           *         "kind": "oidc",
           *         "name": "Company login",
           *         "loginUrl": "/api/v1/auth/login/oidc"
           *       }
           *     ]
           */
          'application/json': components['schemas']['LoginProviderDto'][];
        };
      };
      400: components['responses']['BadRequest2'];
      500: components['responses']['InternalServerError'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  beginOnlyLogin: {
    parameters: {
      query?: {
        /** @description A path of this site to come back to; anything else means `/` */
        returnTo?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The login of the provider */
      302: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A failure, for a browser: on to `/sign-in?problem=<code>&request=<id>` */
      303: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest3'];
      404: components['responses']['NotFound'];
      500: components['responses']['InternalServerError'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signInWithPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "source": "internal",
         *       "username": "operator",
         *       "password": "correct horse battery staple"
         *     }
         */
        'application/json': components['schemas']['PasswordLoginDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MeDto'];
        };
      };
      400: components['responses']['BadRequest2'];
      401: components['responses']['Unauthorized3'];
      403: components['responses']['Forbidden4'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  beginLogin: {
    parameters: {
      query?: {
        /** @description How thoroughly the provider is to ask, in its own words (`acr_values`) */
        acrValues?: string;
        /** @description Seconds; the provider must have asked for credentials no longer ago than this */
        maxAge?: string;
        /** @description A path of this site to come back to; anything else means `/` */
        returnTo?: string;
      };
      header?: never;
      path: {
        /** @description See GET /auth/providers */
        provider: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The provider's own page */
      302: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A failure, for a browser: on to `/sign-in?problem=<code>&request=<id>` */
      303: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest2'];
      404: components['responses']['NotFound'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  finishLogin: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description See GET /auth/providers */
        provider: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed in; on to where the login began */
      302: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A failure, for a browser: on to `/sign-in?problem=<code>&request=<id>` */
      303: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest2'];
      401: components['responses']['Unauthorized3'];
      403: components['responses']['Forbidden5'];
      404: components['responses']['NotFound'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended here; the provider has a logout, too */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LogoutDto'];
        };
      };
      /** @description Ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden3'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MeDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  receiveLogout: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description See GET /auth/providers */
        provider: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "logout_token": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"
         *     }
         */
        'application/x-www-form-urlencoded': components['schemas']['LogoutTokenDto'];
      };
    };
    responses: {
      /** @description Whoever the token names is signed out here */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest4'];
      403: components['responses']['Forbidden3'];
      404: components['responses']['NotFound'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listOwnSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnSessionListDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endOwnSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The session. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden3'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAudit: {
    parameters: {
      query?: {
        /** @description In the user name, the subject or the database user; case does not matter. */
        person?: string;
        /** @description Only rows of people of this issuer. */
        issuer?: string;
        /** @description Only rows of this subject; with the issuer it is one person. */
        subject?: string;
        /** @description Only rows of people of this user name. */
        username?: string;
        /** @description Only rows in which this role was asked for. */
        databaseUser?: string;
        /** @description Only rows of people who signed in like this. */
        authSource?: 'oauth2' | 'internal' | 'ldap' | 'kerberos' | 'webserver';
        /** @description Only rows of this server, which may have been removed since. */
        serverId?: string;
        /** @description Only rows of this database. */
        database?: string;
        /** @description Only rows of what was done to this account, identity or binding. */
        target?: string;
        /** @description Only such rows. */
        phase?: 'intent' | 'outcome' | 'refusal' | 'change';
        /** @description Only rows that say this outcome; `running`: the intents whose outcome is still to come. */
        outcome?:
          | 'ok'
          | 'failed'
          | 'denied'
          | 'cancelled'
          | 'client-aborted'
          | 'timeout'
          | 'session-ended'
          | 'unknown'
          | 'running';
        /** @description Only rows of this request: the id of an execution, as in `X-Execution-Id`. */
        requestId?: string;
        /** @description Only the rows of this act. */
        intentId?: string;
        /** @description Only rows of this database session. */
        databaseSessionId?: string;
        /** @description Only rows of connections that PostgreSQL reported as this role's. */
        sessionUser?: string;
        /** @description Only rows of the server process with this number. */
        backendPid?: number;
        /** @description Only rows of requests from this address. */
        remoteAddress?: string;
        /** @description Only rows of this instance of pg-usher. */
        instance?: string;
        /** @description Only rows from this moment on (RFC 3339). */
        since?: string;
        /** @description Only rows from before this moment (RFC 3339). */
        until?: string;
        /** @description How many rows to give. */
        limit?: number;
        /** @description Rows older than the one with this id: `next` of the page before. */
        before?: string;
        /** @description Only such acts: `query`, `connect`, `account.disable` … */
        action?: string;
        /** @description Only rows with this problem's code: `role-missing`, `query-failed` … */
        code?: string;
        /** @description Only rows with this SQLSTATE. */
        sqlstate?: string;
        /** @description Only rows in whose statements this word is, as in `statementClass`: `alter-role-password`. */
        statementClass?: string;
        /** @description Only rows of the text with this SHA-256. */
        sqlSha256?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditPageDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listServers: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "id": "7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37",
           *           "name": "shop",
           *           "group": "Production",
           *           "host": "shop.db.example.com",
           *           "port": 5432,
           *           "maintenanceDb": "shop",
           *           "sslMode": "verify-full",
           *           "username": null,
           *           "comment": null,
           *           "labels": [],
           *           "color": null,
           *           "providers": [],
           *           "maxAgeSeconds": null,
           *           "acrValues": [],
           *           "managedBy": "api",
           *           "revision": 3,
           *           "passthrough": true,
           *           "hasPassword": false,
           *           "createdAt": "2026-11-26T08:30:00.000Z",
           *           "updatedAt": "2026-11-26T08:30:00.000Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ServerListDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createServer: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "shop",
         *       "group": "Production",
         *       "host": "shop.db.example.com",
         *       "port": 5432,
         *       "maintenanceDb": "shop",
         *       "passthrough": true
         *     }
         */
        'application/json': components['schemas']['CreateServerDto'];
      };
    };
    responses: {
      201: {
        headers: {
          /** @description The revision of the definition, for If-Match. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37",
           *       "name": "shop",
           *       "group": "Production",
           *       "host": "shop.db.example.com",
           *       "port": 5432,
           *       "maintenanceDb": "shop",
           *       "sslMode": "verify-full",
           *       "username": null,
           *       "comment": null,
           *       "labels": [],
           *       "color": null,
           *       "providers": [],
           *       "maxAgeSeconds": null,
           *       "acrValues": [],
           *       "managedBy": "api",
           *       "revision": 3,
           *       "passthrough": true,
           *       "hasPassword": false,
           *       "createdAt": "2026-11-26T08:30:00.000Z",
           *       "updatedAt": "2026-11-26T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['ServerDto'];
        };
      };
      400: components['responses']['BadRequest5'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden2'];
      409: components['responses']['Conflict4'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getServer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The revision of the definition, for If-Match. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37",
           *       "name": "shop",
           *       "group": "Production",
           *       "host": "shop.db.example.com",
           *       "port": 5432,
           *       "maintenanceDb": "shop",
           *       "sslMode": "verify-full",
           *       "username": null,
           *       "comment": null,
           *       "labels": [],
           *       "color": null,
           *       "providers": [],
           *       "maxAgeSeconds": null,
           *       "acrValues": [],
           *       "managedBy": "api",
           *       "revision": 3,
           *       "passthrough": true,
           *       "hasPassword": false,
           *       "createdAt": "2026-11-26T08:30:00.000Z",
           *       "updatedAt": "2026-11-26T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['ServerDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound2'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  removeServer: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag of the definition as the caller has seen it. */
        'If-Match': string;
      };
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden2'];
      404: components['responses']['NotFound2'];
      409: components['responses']['Conflict5'];
      412: components['responses']['PreconditionFailed'];
      428: components['responses']['PreconditionRequired'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updateServer: {
    parameters: {
      query?: never;
      header: {
        /** @description The ETag of the definition as the caller has seen it. */
        'If-Match': string;
      };
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "comment": "Moves to a new host in May."
         *     }
         */
        'application/json': components['schemas']['UpdateServerDto'];
      };
    };
    responses: {
      200: {
        headers: {
          /** @description The revision of the definition, for If-Match. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37",
           *       "name": "shop",
           *       "group": "Production",
           *       "host": "shop.db.example.com",
           *       "port": 5432,
           *       "maintenanceDb": "shop",
           *       "sslMode": "verify-full",
           *       "username": null,
           *       "comment": null,
           *       "labels": [],
           *       "color": null,
           *       "providers": [],
           *       "maxAgeSeconds": null,
           *       "acrValues": [],
           *       "managedBy": "api",
           *       "revision": 3,
           *       "passthrough": true,
           *       "hasPassword": false,
           *       "createdAt": "2026-11-26T08:30:00.000Z",
           *       "updatedAt": "2026-11-26T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['ServerDto'];
        };
      };
      400: components['responses']['BadRequest5'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden2'];
      404: components['responses']['NotFound2'];
      409: components['responses']['Conflict6'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      428: components['responses']['PreconditionRequired'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listReachability: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReachabilityListDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  connectToServer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "database": "shop"
         *     }
         */
        'application/json': components['schemas']['ConnectDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConnectionReportDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden6'];
      404: components['responses']['NotFound3'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listBindings: {
    parameters: {
      query?: {
        /** @description In the database user, the subject or the issuer; case does not matter. */
        search?: string;
        /** @description How many to give. */
        limit?: number;
        /** @description Only those of this group of trust. */
        trustGroup?: string;
        /** @description `next` of the page before. */
        after?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BindingListDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  approveBinding: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "trustGroup": "default",
         *       "databaseUser": "alice",
         *       "issuer": "https://id.example.com",
         *       "subject": "248289761001"
         *     }
         */
        'application/json': components['schemas']['CreateBindingDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02",
           *       "trustGroup": "default",
           *       "databaseUser": "alice",
           *       "issuer": "https://id.example.com",
           *       "subject": "248289761001",
           *       "origin": "approved",
           *       "boundAt": "2026-11-26T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['BindingDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden7'];
      409: components['responses']['Conflict8'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  releaseBinding: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The binding. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden2'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable2'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listHistory: {
    parameters: {
      query?: {
        /** @description In the text, the server's name, the database or the error's message; case does not matter. */
        search?: string;
        /** @description Only runs on this server. */
        serverId?: string;
        /** @description Only runs that ended like this. */
        outcome?:
          'ok' | 'failed' | 'denied' | 'cancelled' | 'client-aborted' | 'timeout' | 'session-ended';
        /** @description How many to give, the newest first. */
        limit?: number;
        /** @description `next` of the page before. */
        before?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryPageDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  forgetHistory: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ForgottenDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden3'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getHistoryEntry: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryEntryDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  forgetHistoryEntry: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden3'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  runQuery: {
    parameters: {
      query?: {
        /** @description Between two values; `tab` is a tab character. */
        delimiter?: components['schemas']['CsvDelimiter'];
        /** @description Whether the first line is the columns' names: true unless Accept says `header=absent`. */
        header?: boolean;
        /** @description Begins with a byte order mark, by which Excel knows UTF-8. False when left out. */
        bom?: boolean;
        /**
         * @description Puts an apostrophe before what a spreadsheet would take for a formula: texts that begin with
         *     `=`, `+`, `-`, `@`, a tab or a line end, but not plain numbers like -5. It changes the data, so it
         *     is for files that are opened in a spreadsheet. False when left out.
         */
        escapeFormulas?: boolean;
        /** @description What stands for NULL; nothing when left out. The same text as a value is put in quotes. */
        null?: string;
        /** @description The name that a browser gives the download; the format's extension is put on where it is missing. */
        filename?: string;
      };
      header?: never;
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "sql": "select id, name from customers where city = :city",
         *       "namedParams": {
         *         "city": "Bern"
         *       },
         *       "maxRows": 100
         *     }
         */
        'application/json': components['schemas']['QueryDto'];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          /** @description The run. */
          'X-Execution-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "executionId": "80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02",
           *       "columns": [
           *         {
           *           "name": "id",
           *           "typeOid": 23,
           *           "typeModifier": -1
           *         },
           *         {
           *           "name": "name",
           *           "typeOid": 25,
           *           "typeModifier": -1
           *         }
           *       ],
           *       "rows": [
           *         [
           *           "1",
           *           "Garden & Co"
           *         ],
           *         [
           *           "2",
           *           null
           *         ]
           *       ],
           *       "rowCount": 2,
           *       "command": "SELECT 2",
           *       "notices": [],
           *       "transactionStatus": "idle",
           *       "durationMs": 12
           *     }
           */
          'application/json':
            components['schemas']['QueryAnswerDto'] | components['schemas']['PlanAnswerDto'];
          /**
           * @example {"kind":"columns","executionId":"80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02","columns":[{"name":"id","typeOid":23,"typeModifier":-1},{"name":"name","typeOid":25,"typeModifier":-1}]}
           *     ["1","Garden & Co"]
           *     ["2",null]
           *     {"kind":"complete","command":"SELECT 2","rowCount":2}
           *     {"kind":"done","executionId":"80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02","rows":2,"bytes":29,"transactionStatus":"idle","durationMs":12}
           */
          'application/x-ndjson': string;
          /**
           * @example id,name
           *     1,Garden & Co
           *     2,
           */
          'text/csv': string;
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden6'];
      404: components['responses']['NotFound3'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict9'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['UnprocessableEntity2'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  copyRows: {
    parameters: {
      query: {
        /**
         * @description The columns of the values, in order: `a,b`, or `columns=a&columns=b`; a name with a comma stands
         *     in double quotes. When left out, the header says it, or the keys of the first object.
         */
        columns?: string[];
        /**
         * @description Whether CSV begins with a header. `match`: its names must be those of the columns, in order. True
         *     when left out, unless the Content-Type says `header=absent`.
         */
        header?: components['schemas']['CopyHeader'];
        /** @description Between two values of CSV; one ASCII character, or `tab`. */
        delimiter?: string;
        /**
         * @description Around a value of CSV; one ASCII character. A dot or a backslash it is not: PostgreSQL up to 17
         *     takes a line that is `\.` for the end of the data, also where that is a quote and a dot.
         */
        quote?: string;
        /** @description Before a quote within quotes; the quote itself when left out. */
        escape?: string;
        /** @description What stands for NULL in CSV where it is not in quotes; nothing when left out. */
        null?: string;
        /** @description Does everything, deferred constraints included, and then undoes it. */
        dryRun?: boolean;
        /** @description Milliseconds after which the copy is given up. */
        timeoutMs?: number;
        /** @description As it is in PostgreSQL's catalog, without quotes: `Orders` is not `orders`. */
        table: string;
        /** @description Where the table is; by the `search_path` when left out. */
        schema?: string;
        /** @description The database to open; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The rows. */
    requestBody: {
      content: {
        /**
         * @example counted_on,product_id,quantity
         *     2026-11-26,1,12
         */
        'text/csv': string;
        /** @example {"counted_on":"2026-11-26","product_id":1,"quantity":12} */
        'application/x-ndjson': string;
      };
    };
    responses: {
      /** @description What was copied. */
      200: {
        headers: {
          /** @description The run. */
          'X-Execution-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "executionId": "80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02",
           *       "table": "stock",
           *       "rows": 1,
           *       "bytes": 47,
           *       "dryRun": false,
           *       "committed": true,
           *       "durationMs": 31,
           *       "notices": [],
           *       "transactionStatus": "idle"
           *     }
           */
          'application/json': components['schemas']['CopyAnswerDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden6'];
      404: components['responses']['NotFound3'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['UnprocessableEntity3'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listExecutions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExecutionListDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getExecution: {
    parameters: {
      query?: {
        /** @description `false` leaves out `activity`, which asks PostgreSQL on a connection of its own. */
        activity?: 'true' | 'false';
      };
      header?: never;
      path: {
        /** @description The run: the `X-Execution-Id` of its answer, or `<instance>.<X-Execution-Id>`, by which a proxy finds the instance. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExecutionDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound4'];
      409: components['responses']['Conflict'];
      421: components['responses']['MisdirectedRequest'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  cancelExecution: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The run: the `X-Execution-Id` of its answer, or `<instance>.<X-Execution-Id>`, by which a proxy finds the instance. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02",
           *       "instance": "one",
           *       "kind": "query",
           *       "state": "ended",
           *       "outcome": "cancelled",
           *       "problem": {
           *         "code": "query-cancelled",
           *         "detail": "The statement was cancelled.",
           *         "sqlstate": "57014"
           *       },
           *       "serverId": "7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37",
           *       "serverName": "shop",
           *       "database": "shop",
           *       "startedAt": "2026-11-26T08:30:00.000Z",
           *       "elapsedMs": 5120,
           *       "rows": 0,
           *       "bytes": 0,
           *       "statements": 1
           *     }
           */
          'application/json': components['schemas']['ExecutionDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden3'];
      404: components['responses']['NotFound4'];
      409: components['responses']['Conflict'];
      421: components['responses']['MisdirectedRequest'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getLimits: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "runs": {
           *         "defaultTimeoutMs": 60000,
           *         "maxTimeoutMs": 600000,
           *         "connectTimeoutMs": 5000,
           *         "stallTimeoutMs": 60000,
           *         "defaultJsonRows": 1000,
           *         "maxJsonRows": 100000,
           *         "maxJsonBytes": 67108864,
           *         "maxBytes": null,
           *         "maxCellBytes": 16777216,
           *         "maxRowBytes": 16777216,
           *         "maxSqlBytes": 262144,
           *         "maxParams": 1000,
           *         "maxBodyBytes": 1048576
           *       },
           *       "databaseSessions": {
           *         "perPerson": 5,
           *         "idleMs": 1800000,
           *         "transactionIdleMs": 300000,
           *         "absoluteMs": 28800000
           *       },
           *       "signIn": {
           *         "idleMs": 1800000,
           *         "absoluteMs": 43200000
           *       },
           *       "history": {
           *         "days": 30,
           *         "maxRuns": 10000,
           *         "keepsSqlText": false,
           *         "maxSqlBytes": 65536
           *       }
           *     }
           */
          'application/json': components['schemas']['LimitsDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listDatabaseSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DatabaseSessionListDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      409: components['responses']['Conflict'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  openDatabaseSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "serverId": "7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37",
         *       "database": "shop"
         *     }
         */
        'application/json': components['schemas']['OpenDatabaseSessionDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "one.0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55",
           *       "instance": "one",
           *       "serverId": "7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37",
           *       "serverName": "shop",
           *       "database": "shop",
           *       "databaseUser": "alice",
           *       "serverVersion": "18.1",
           *       "backendPid": 4711,
           *       "transactionStatus": "idle",
           *       "executionId": null,
           *       "openedAt": "2026-11-26T08:30:00.000Z",
           *       "lastUsedAt": "2026-11-26T08:30:00.000Z",
           *       "idleSince": "2026-11-26T08:30:00.000Z",
           *       "expiresAt": "2026-11-26T16:30:00.000Z",
           *       "idleTimeoutMs": 1800000
           *     }
           */
          'application/json': components['schemas']['DatabaseSessionDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden6'];
      404: components['responses']['NotFound3'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests2'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getDatabaseSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The session: `<instance>.<UUID>`. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "one.0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55",
           *       "instance": "one",
           *       "serverId": "7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37",
           *       "serverName": "shop",
           *       "database": "shop",
           *       "databaseUser": "alice",
           *       "serverVersion": "18.1",
           *       "backendPid": 4711,
           *       "transactionStatus": "idle",
           *       "executionId": null,
           *       "openedAt": "2026-11-26T08:30:00.000Z",
           *       "lastUsedAt": "2026-11-26T08:30:00.000Z",
           *       "idleSince": "2026-11-26T08:30:00.000Z",
           *       "expiresAt": "2026-11-26T16:30:00.000Z",
           *       "idleTimeoutMs": 1800000
           *     }
           */
          'application/json': components['schemas']['DatabaseSessionDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound5'];
      409: components['responses']['Conflict'];
      410: components['responses']['Gone'];
      421: components['responses']['MisdirectedRequest'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  closeDatabaseSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The session: `<instance>.<UUID>`. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden3'];
      404: components['responses']['NotFound5'];
      409: components['responses']['Conflict'];
      410: components['responses']['Gone'];
      421: components['responses']['MisdirectedRequest'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  runSessionQuery: {
    parameters: {
      query?: {
        /** @description Between two values; `tab` is a tab character. */
        delimiter?: components['schemas']['CsvDelimiter'];
        /** @description Whether the first line is the columns' names: true unless Accept says `header=absent`. */
        header?: boolean;
        /** @description Begins with a byte order mark, by which Excel knows UTF-8. False when left out. */
        bom?: boolean;
        /**
         * @description Puts an apostrophe before what a spreadsheet would take for a formula: texts that begin with
         *     `=`, `+`, `-`, `@`, a tab or a line end, but not plain numbers like -5. It changes the data, so it
         *     is for files that are opened in a spreadsheet. False when left out.
         */
        escapeFormulas?: boolean;
        /** @description What stands for NULL; nothing when left out. The same text as a value is put in quotes. */
        null?: string;
        /** @description The name that a browser gives the download; the format's extension is put on where it is missing. */
        filename?: string;
      };
      header?: never;
      path: {
        /** @description The session: `<instance>.<UUID>`. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "sql": "select id, name from customers"
         *     }
         */
        'application/json': components['schemas']['SessionQueryDto'];
      };
    };
    responses: {
      /** @description The result. */
      200: {
        headers: {
          /** @description The run. */
          'X-Execution-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "executionId": "80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02",
           *       "columns": [
           *         {
           *           "name": "id",
           *           "typeOid": 23,
           *           "typeModifier": -1
           *         },
           *         {
           *           "name": "name",
           *           "typeOid": 25,
           *           "typeModifier": -1
           *         }
           *       ],
           *       "rows": [
           *         [
           *           "1",
           *           "Garden & Co"
           *         ],
           *         [
           *           "2",
           *           null
           *         ]
           *       ],
           *       "rowCount": 2,
           *       "command": "SELECT 2",
           *       "notices": [],
           *       "transactionStatus": "idle",
           *       "durationMs": 12
           *     }
           */
          'application/json':
            components['schemas']['QueryAnswerDto'] | components['schemas']['PlanAnswerDto'];
          /**
           * @example {"kind":"columns","executionId":"80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02","columns":[{"name":"id","typeOid":23,"typeModifier":-1},{"name":"name","typeOid":25,"typeModifier":-1}]}
           *     ["1","Garden & Co"]
           *     ["2",null]
           *     {"kind":"complete","command":"SELECT 2","rowCount":2}
           *     {"kind":"done","executionId":"80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02","rows":2,"bytes":29,"transactionStatus":"idle","durationMs":12}
           */
          'application/x-ndjson': string;
          /**
           * @example id,name
           *     1,Garden & Co
           *     2,
           */
          'text/csv': string;
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden6'];
      404: components['responses']['NotFound6'];
      406: components['responses']['NotAcceptable'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict10'];
      410: components['responses']['Gone'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['MisdirectedRequest'];
      422: components['responses']['UnprocessableEntity2'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  copySessionRows: {
    parameters: {
      query: {
        /**
         * @description The columns of the values, in order: `a,b`, or `columns=a&columns=b`; a name with a comma stands
         *     in double quotes. When left out, the header says it, or the keys of the first object.
         */
        columns?: string[];
        /**
         * @description Whether CSV begins with a header. `match`: its names must be those of the columns, in order. True
         *     when left out, unless the Content-Type says `header=absent`.
         */
        header?: components['schemas']['CopyHeader'];
        /** @description Between two values of CSV; one ASCII character, or `tab`. */
        delimiter?: string;
        /**
         * @description Around a value of CSV; one ASCII character. A dot or a backslash it is not: PostgreSQL up to 17
         *     takes a line that is `\.` for the end of the data, also where that is a quote and a dot.
         */
        quote?: string;
        /** @description Before a quote within quotes; the quote itself when left out. */
        escape?: string;
        /** @description What stands for NULL in CSV where it is not in quotes; nothing when left out. */
        null?: string;
        /** @description Does everything, deferred constraints included, and then undoes it. */
        dryRun?: boolean;
        /** @description Milliseconds after which the copy is given up. */
        timeoutMs?: number;
        /** @description As it is in PostgreSQL's catalog, without quotes: `Orders` is not `orders`. */
        table: string;
        /** @description Where the table is; by the `search_path` when left out. */
        schema?: string;
      };
      header?: never;
      path: {
        /** @description The session: `<instance>.<UUID>`. */
        id: string;
      };
      cookie?: never;
    };
    /** @description The rows. */
    requestBody: {
      content: {
        /**
         * @example counted_on,product_id,quantity
         *     2026-11-26,1,12
         */
        'text/csv': string;
        /** @example {"counted_on":"2026-11-26","product_id":1,"quantity":12} */
        'application/x-ndjson': string;
      };
    };
    responses: {
      /** @description What was copied. */
      200: {
        headers: {
          /** @description The run. */
          'X-Execution-Id'?: string;
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "executionId": "80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02",
           *       "table": "stock",
           *       "rows": 1,
           *       "bytes": 47,
           *       "dryRun": false,
           *       "committed": true,
           *       "durationMs": 31,
           *       "notices": [],
           *       "transactionStatus": "idle"
           *     }
           */
          'application/json': components['schemas']['CopyAnswerDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden6'];
      404: components['responses']['NotFound6'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict11'];
      410: components['responses']['Gone'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['MisdirectedRequest'];
      422: components['responses']['UnprocessableEntity3'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createDownload: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "serverId": "7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37",
         *       "sql": "table customers",
         *       "format": "csv",
         *       "filename": "customers"
         *     }
         */
        'application/json': components['schemas']['CreateDownloadDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "one.0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55",
           *       "instance": "one",
           *       "executionId": "80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02",
           *       "url": "/api/v1/downloads/one.0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55",
           *       "expiresAt": "2026-11-26T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['DownloadDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized5'];
      403: components['responses']['Forbidden8'];
      404: components['responses']['NotFound2'];
      409: components['responses']['Conflict'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  fetchDownload: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The download. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/x-www-form-urlencoded': Record<string, never>;
      };
    };
    responses: {
      /** @description The file. */
      200: {
        headers: {
          /** @description The run. */
          'X-Execution-Id'?: string;
          /** @description Its name. */
          'Content-Disposition'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json':
            components['schemas']['QueryAnswerDto'] | components['schemas']['PlanAnswerDto'];
          'application/x-ndjson': string;
          'text/csv': string;
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden6'];
      404: components['responses']['NotFound7'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict11'];
      410: components['responses']['Gone'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['MisdirectedRequest'];
      422: components['responses']['UnprocessableEntity4'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createSessionDownload: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The session: `<instance>.<UUID>`. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "sql": "table customers",
         *       "format": "csv",
         *       "filename": "customers"
         *     }
         */
        'application/json': components['schemas']['CreateSessionDownloadDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "one.0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55",
           *       "instance": "one",
           *       "executionId": "80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02",
           *       "url": "/api/v1/downloads/one.0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55",
           *       "expiresAt": "2026-11-26T08:30:00.000Z"
           *     }
           */
          'application/json': components['schemas']['DownloadDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized5'];
      403: components['responses']['Forbidden8'];
      404: components['responses']['NotFound8'];
      409: components['responses']['Conflict'];
      410: components['responses']['Gone'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['MisdirectedRequest'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway'];
      503: components['responses']['ServiceUnavailable'];
      504: components['responses']['GatewayTimeout'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listDatabases: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CatalogDatabasesDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound3'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listSchemas: {
    parameters: {
      query?: {
        /** @description How many to give. */
        limit?: number;
        /** @description `next` of the part before. */
        after?: string;
        /** @description Only names that contain this, whatever the case. */
        search?: string;
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CatalogSchemasDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound3'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listExtensions: {
    parameters: {
      query?: {
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CatalogExtensionsDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound3'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  searchCatalog: {
    parameters: {
      query: {
        /** @description Only objects of these kinds; repeat the parameter for several. */
        kind?: components['schemas']['SearchKind'][];
        /** @description How many to give. */
        limit?: number;
        /** @description What the name contains, whatever the case. */
        q: string;
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SearchAnswerDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound3'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getCompletion: {
    parameters: {
      query?: {
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
        /** @description Only this schema; every schema that the caller may use when left out. */
        schema?: string;
        /** @description Only relations and functions whose names begin with this, whatever the case. */
        prefix?: string;
      };
      header?: {
        /** @description The ETag of the document that is known. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description Names this document. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CompletionDto'];
        };
      };
      /** @description The document is the one that is known. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound9'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listRelations: {
    parameters: {
      query?: {
        /** @description How many to give. */
        limit?: number;
        /** @description Only relations of these kinds; repeat the parameter for several. */
        kind?: components['schemas']['RelationKind'][];
        /** @description `next` of the part before. */
        after?: string;
        /** @description Only names that contain this, whatever the case. */
        search?: string;
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The schema's name, as it is: PostgreSQL's quotes are no part of it. */
        schema: string;
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CatalogRelationsDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound9'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRelationByName: {
    parameters: {
      query?: {
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The schema's name, as it is: PostgreSQL's quotes are no part of it. */
        schema: string;
        /** @description The server. */
        id: string;
        /** @description The relation's name, as it is. */
        relation: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RelationDescriptionDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound9'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRelation: {
    parameters: {
      query?: {
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The object's oid. */
        oid: string;
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RelationDescriptionDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound9'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listFunctions: {
    parameters: {
      query?: {
        /** @description How many to give. */
        limit?: number;
        /** @description `next` of the part before. */
        after?: string;
        /** @description Only names that contain this, whatever the case. */
        search?: string;
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The schema's name, as it is: PostgreSQL's quotes are no part of it. */
        schema: string;
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CatalogFunctionsDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound9'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getFunction: {
    parameters: {
      query?: {
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The object's oid. */
        oid: string;
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FunctionDescriptionDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound9'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listTypes: {
    parameters: {
      query?: {
        /** @description How many to give. */
        limit?: number;
        /** @description `next` of the part before. */
        after?: string;
        /** @description Only names that contain this, whatever the case. */
        search?: string;
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The schema's name, as it is: PostgreSQL's quotes are no part of it. */
        schema: string;
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CatalogTypesDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound9'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getType: {
    parameters: {
      query?: {
        /** @description The database to look into; the definition's maintenance database when left out. */
        database?: string;
      };
      header?: never;
      path: {
        /** @description The object's oid. */
        oid: string;
        /** @description The server. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TypeDescriptionDto'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized4'];
      403: components['responses']['Forbidden9'];
      404: components['responses']['NotFound9'];
      408: components['responses']['RequestTimeout'];
      409: components['responses']['Conflict7'];
      422: components['responses']['UnprocessableEntity'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['InternalServerError'];
      502: components['responses']['BadGateway2'];
      503: components['responses']['ServiceUnavailable3'];
      504: components['responses']['GatewayTimeout2'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getLiveness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HealthDto'];
        };
      };
      400: components['responses']['BadRequest3'];
      500: components['responses']['InternalServerError'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HealthDto'];
        };
      };
      400: components['responses']['BadRequest3'];
      500: components['responses']['InternalServerError'];
      503: components['responses']['ServiceUnavailable4'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getWelcome: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WelcomeDto'];
        };
      };
      400: components['responses']['BadRequest2'];
      500: components['responses']['InternalServerError'];
      /** @description A failure; `code` says which. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
